/*---
id: policy-obscure
clauses: [MIIT-2023-1.9]
criteria: [COL-28]
label: 违规收集个人信息
title: {zh: 隐私政策冗长晦涩, en: 'A long or obscure policy'}
decides: suspected
grade: note
needs: [policy]
sentence:
  zh: "隐私政策（{names}，共{characters}字）冗长或长句较多，且未见摘要。"
  en: "The policy ({names}, {characters} characters) is long or has many long sentences, and no summary."
remedy:
  zh: "精简隐私政策，提供摘要。"
  en: "Shorten the policy and offer a summary."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.quote, s.names, s.characters
from policy_element e
join policy_searched s on s.package = e.package
where e.element = 'F6'
  and e.present
