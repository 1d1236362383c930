/*---
id: listed-developer-differs
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-04]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 公示主体与隐私政策主体不一致, en: 'The listed developer is not the one in the policy'}
decides: suspected
grade: general
needs: [listing, policy]
silence_of: [policy]
key: [store]
sentence:
  zh: "{store}公示的开发者“{developer}”未出现在隐私政策（{names}）中。"
  en: "The developer listed at {store}, {developer}, does not appear in the policy ({names})."
remedy:
  zh: "使分发页面与隐私政策中的主体一致，或说明二者关系。"
  en: "Name the same entity on the page and in the policy, or tell how they belong together."
---*/
select l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.value as quote, l.store, l.value as developer, s.names
from listing l
join policy_searched s on s.package = l.package
where l.field = 'developer'
  and not is_blank(l.value)
  and not exists (select 1 from policy_file f where f.package = l.package and instr(f.text, trim(l.value)) > 0)
