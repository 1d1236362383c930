/*---
id: policy-not-separate
clauses: [MIIT-2023-1.9]
criteria: [COL-38]
label: 违规收集个人信息
title: {zh: 隐私政策未单独成文, en: 'The policy is not a document of its own'}
decides: suspected
grade: note
needs: [policy]
sentence:
  zh: "隐私政策未单独成文，与用户协议等合在一份文件中（{names}）。"
  en: "The policy is not a document of its own but part of an agreement ({names})."
remedy:
  zh: "将隐私政策单独成文。"
  en: "Make the policy a document of its own."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.quote, s.names, s.characters
from policy_element e
join policy_searched s on s.package = e.package
where e.element = 'F4'
  and not e.present
