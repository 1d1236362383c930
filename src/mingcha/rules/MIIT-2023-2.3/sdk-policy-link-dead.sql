/*---
id: sdk-policy-link-dead
clauses: [MIIT-2023-2.3]
criteria: [SDM-06]
label: 违规使用第三方服务
title: {zh: SDK隐私政策链接失效, en: "A dead link to an SDK's policy"}
decides: suspected
grade: note
needs: [policy, links]
key: [name]
sentence:
  zh: "“{name}”的隐私政策链接{link}在{tried_at}访问时无法打开（{why}）。"
  en: "The link to the policy of {name}, {link}, led nowhere at {tried_at} ({why})."
remedy:
  zh: "更正“{name}”的隐私政策链接。"
  en: "Correct the link to the policy of {name}."
---*/
select p.package, 'app' as owner, 'policy' as evidence_kind, p.file as place, p.link as quote, p.name, p.link, l.tried_at, l.why
from policy_sdk p
join policy_link l on l.package = p.package and l.url = p.link
where l.outcome = 'gone'
