/*---
id: self-start-untold
clauses: [MIIT-2020-6, MIIT-2023-1.6]
criteria: [AST-01]
label: APP频繁自启动和关联启动
title: {zh: 自启动未在隐私政策中明示, en: 'Self-start that the policy does not tell'}
decides: suspected
grade: general
needs: [code, manifest, policy]
silence_of: [policy]
key: [action]
sentence:
  zh: "清单声明广播接收器{component}可因{action}自启动，隐私政策及其清单（{names}）未见自启动说明。"
  en: "The manifest lets the receiver {component} start on {action}, and the policy and its lists ({names}) say nothing of self-start."
remedy:
  zh: "在隐私政策中写明自启动的场景、目的和频次，并取得同意；不需要的，移除接收器。"
  en: "Tell in the policy when, why and how often the app starts by itself, and ask for consent; remove receivers that are not needed."
---*/
select g.package, 'app' as owner, 'manifest' as evidence_kind, g.component as place, g.action as quote, g.component, g.action, s.names
from start_trigger g
join policy_searched s on s.package = g.package
join policy_element e on e.package = g.package and e.element = 'F23' and not e.present
where g.owner not in (select id from sdk_registry)
