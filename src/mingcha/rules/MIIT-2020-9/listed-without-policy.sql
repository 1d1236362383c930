/*---
id: listed-without-policy
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-07]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 分发页面未明示个人信息处理规则, en: 'The page shows no rules on personal information'}
decides: violated
grade: general
needs: [listing]
key: [store]
sentence:
  zh: "{store}的分发页面未见隐私政策或其链接。"
  en: "The page at {store} shows neither a privacy policy nor a link to one."
remedy:
  zh: "在分发页面展示隐私政策。"
  en: "Show the privacy policy on the page."
---*/
select distinct l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.store
from listing l
where not exists (select 1 from listing d
                  where d.package = l.package and d.store = l.store and d.field in ('policy_url', 'policy_text') and not is_blank(d.value))
