/*---
id: listed-without-function
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-08]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 分发页面未明示产品功能, en: 'The page does not tell what the app does'}
decides: violated
grade: general
needs: [listing]
key: [store]
sentence:
  zh: "{store}的分发页面未见产品功能说明。"
  en: "The page at {store} does not tell what the app does."
remedy:
  zh: "在分发页面说明产品功能。"
  en: "Tell what the app does on the page."
---*/
select distinct l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.store
from listing l
where not exists (select 1 from listing d where d.package = l.package and d.store = l.store and d.field = 'function' and not is_blank(d.value))
