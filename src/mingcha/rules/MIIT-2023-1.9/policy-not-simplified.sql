/*---
id: policy-not-simplified
clauses: [MIIT-2023-1.9]
criteria: [COL-05]
label: 违规收集个人信息
title: {zh: 隐私政策无简体中文版, en: 'No policy in simplified Chinese'}
decides: suspected
grade: note
needs: [policy]
sentence:
  zh: "隐私政策（{names}）没有简体中文版。"
  en: "The policy ({names}) is not in simplified Chinese."
remedy:
  zh: "提供简体中文版隐私政策。"
  en: "Offer the policy in simplified Chinese."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.quote, s.names, s.characters
from policy_element e
join policy_searched s on s.package = e.package
where e.element = 'F5'
  and not e.present
