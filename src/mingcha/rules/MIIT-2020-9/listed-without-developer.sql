/*---
id: listed-without-developer
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-03]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 分发页面未明示开发运营者, en: 'The page does not show who is behind the app'}
decides: violated
grade: general
needs: [listing]
key: [store]
sentence:
  zh: "{store}的分发页面未明示开发者或运营者。"
  en: "The page at {store} shows no developer or operator."
remedy:
  zh: "在分发页面明示开发者和运营者。"
  en: "Show developer and operator on the page."
---*/
select l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.store
from listing l
where not exists (select 1 from listing d where d.package = l.package and d.store = l.store and d.field = 'developer' and not is_blank(d.value))
