/*---
id: self-start-unspecific
clauses: [MIIT-2020-6]
criteria: [AST-14]
label: APP频繁自启动和关联启动
title: {zh: 隐私政策对自启动的说明不具体, en: 'Self-start that the policy tells without scene or purpose'}
decides: suspected
grade: note
needs: [policy]
silence_of: [policy]
sentence:
  zh: "隐私政策提及自启动或关联启动（“{statement}”），未写明场景、目的或频次。"
  en: "The policy speaks of self-start or linked start (“{statement}”) and tells neither scene nor purpose nor frequency."
remedy:
  zh: "写明自启动、关联启动的场景、目的和频次，以及关闭方式。"
  en: "Tell when, why and how often the app starts by itself or is started by others, and how to switch it off."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.quote, e.quote as statement
from policy_element e
join policy_searched s on s.package = e.package
where e.element = 'F23'
  and e.present
  and e.why = 'unspecific'
