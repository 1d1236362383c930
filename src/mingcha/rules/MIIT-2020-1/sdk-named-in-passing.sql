/*---
id: sdk-named-in-passing
clauses: [MIIT-2020-1, MIIT-2023-2.3]
criteria: [COL-20]
label: 违规收集个人信息
title: {zh: 隐私政策仅提到第三方SDK的名称, en: 'A policy that does no more than mention a third-party SDK'}
decides: suspected
grade: note
needs: [code, policy]
silence_of: [policy]
sentence:
  zh: "集成了“{owner_zh}”，隐私政策仅提到“{name}”（“{statement}”），未读出该SDK的使用目的和收集的信息类型，须人工核对。"
  en: "The package holds {owner_en}; the policy mentions {name} (“{statement}”), and no purpose or types of data of that SDK were read: a person must check."
remedy:
  zh: "在隐私政策或SDK清单中列明“{owner_zh}”的名称、第三方名称、使用目的、收集的信息类型和隐私政策链接。"
  en: "List {owner_en} with its provider, purpose, types of data and a link to its policy."
---*/
select s.package, s.id as owner, 'policy' as evidence_kind, n.file as place, n.quote, n.name, n.quote as statement, n.start as rank
from sdk s
join sdk_registry r on r.id = s.id
join policy_name n on n.package = s.package and n.sdk = s.id
where s.confidence >= 0.9
  and s.state = 'initialised'
  -- Code that helps to build the app and handles no personal information of its own (engineering judgement).
  and r.category not in ('packer', 'framework', 'base', 'network', 'storage', 'hotfix')
  and not exists (select 1 from policy_sdk p where p.package = s.package and p.sdk = s.id)
