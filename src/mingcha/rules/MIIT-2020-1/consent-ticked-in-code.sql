/*---
id: consent-ticked-in-code
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-22]
label: 违规收集个人信息
title: {zh: 代码默认勾选同意隐私政策, en: "Code ticks consent by default"}
decides: suspected
grade: serious
needs: [code, resources]
key: [id]
sentence:
  zh: "代码在显示页面时勾选同意隐私政策的选框（{layout}中的{id}：“{text}”），须在运行时确认。"
  en: "Code ticks the box that consents to the privacy policy when it shows the page ({id} in {layout}: \"{text}\"); a run must confirm it."
remedy:
  zh: "删除代码中对该选框的setChecked(true)，由用户主动勾选后再收集个人信息。"
  en: "Remove setChecked(true) for this box and collect nothing before the user ticks it."
---*/
select c.package, c.owner, w.layout, w.id, w.text,
       c.caller_class || '->' || c.caller_method || coalesce(':' || cast(c.line as varchar), '') as place,
       'setChecked(true): R.id.' || w.id || ' “' || w.text || '”' as quote, c.path
from conduct c
join widget w on w.package = c.package and w.id = c.detail
where c.kind = 'ticked'
  and c.start_state <> 'unreached'
  and w.kind in ('check', 'radio', 'switch')
  and list_contains(w.topics, 'privacy_policy')
