/*---
id: default-ticked-renewal
clauses: [MIIT-2023-1.7]
criteria: [SVC-03]
title: {zh: 默认勾选自动续费, en: "Automatic renewal is ticked by default"}
decides: suspected
grade: serious
needs: [resources]
key: [layout]
sentence:
  zh: "页面{layout}默认勾选自动续费（“{text}”）。"
  en: "The layout {layout} shows automatic renewal already ticked (\"{text}\")."
remedy:
  zh: "自动续费默认不勾选，由用户主动选择，并在扣费前5日以显著方式提醒。"
  en: "Leave automatic renewal unticked, let the user choose it, and remind clearly five days before charging."
---*/
select w.package, w.layout, w.text, w.layout as place,
       w.tag || coalesce(' ' || w.id, '') || ' android:checked="true": ' || w.text as quote
from widget w
where w.checked
  and w.kind in ('check', 'radio', 'switch')
  and list_contains(w.topics, 'auto_renewal')
