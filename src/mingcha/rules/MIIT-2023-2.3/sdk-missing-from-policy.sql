/*---
id: sdk-missing-from-policy
clauses: [MIIT-2023-2.3]
criteria: [SDM-01]
label: 违规使用第三方服务
title: {zh: 第三方SDK未在隐私政策或清单中列明, en: 'A third-party SDK that policy and list do not name'}
decides: violated
grade: general
needs: [code, policy]
silence_of: [policy]
sentence:
  zh: "集成了“{owner_zh}”，隐私政策及SDK清单（{names}，共{characters}字）未列明该SDK。"
  en: "The package holds {owner_en}, which the policy and its SDK list ({names}, {characters} characters) do not name."
remedy:
  zh: "在隐私政策或SDK清单中列明“{owner_zh}”的名称、第三方名称、使用目的、收集的信息类型和隐私政策链接；不再使用的，移除该SDK。"
  en: "List {owner_en} with its provider, purpose, types of data and a link to its policy; where it is no longer used, remove it."
---*/
select s.package, s.id as owner, 'sdk' as evidence_kind, s.id as place, s.evidence as quote, f.names, f.characters
from sdk s
join sdk_registry r on r.id = s.id
join policy_searched f on f.package = s.package
where s.confidence >= 0.9
  and s.state = 'initialised'
  -- Code that helps to build the app and handles no personal information of its own (engineering judgement).
  and r.category not in ('packer', 'framework', 'base', 'network', 'storage', 'hotfix')
  and not exists (select 1 from policy_sdk p where p.package = s.package and p.sdk = s.id)
  -- A name that stands anywhere, but was not read as that of an SDK, is for a person to judge.
  and not exists (select 1 from policy_name n where n.package = s.package and n.sdk = s.id)
