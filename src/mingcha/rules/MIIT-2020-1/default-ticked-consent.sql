/*---
id: default-ticked-consent
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-22]
label: 违规收集个人信息
title: {zh: 默认勾选同意隐私政策, en: "Consent is ticked by default"}
decides: suspected
grade: serious
needs: [resources]
key: [layout]
sentence:
  zh: "页面{layout}默认勾选同意隐私政策（“{text}”）。"
  en: "The layout {layout} shows consent to the privacy policy already ticked (\"{text}\")."
remedy:
  zh: "将勾选框默认设为未勾选，由用户主动勾选后再收集个人信息。"
  en: "Leave the box unticked and collect nothing before the user ticks it."
---*/
select w.package, w.layout, w.text, w.layout as place, 'resources' as evidence_kind,
       w.tag || coalesce(' ' || w.id, '') || ' android:checked="true": ' || w.text as quote
from widget w
where w.checked
  and w.kind in ('check', 'radio', 'switch')
  and list_contains(w.topics, 'privacy_policy')
