/*---
id: app-associated-start
clauses: [MIIT-2020-6, MIIT-2023-1.6]
criteria: [AST-05]
label: APP频繁自启动和关联启动
title: {zh: 关联启动其他应用, en: 'Other apps are started'}
decides: suspected
grade: serious
needs: [code]
key: [target]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下可关联启动{target}，须确认是否已明示并经用户同意。"
  en: "The code shows that {owner_en} can start {target} at start or in the background; whether users were told and agreed must be confirmed."
remedy:
  zh: "删除关联启动代码；确有合理场景的，在隐私政策中明示，并仅在用户主动操作时启动。"
  en: "Remove the code that starts other apps; where there is a good reason, state it in the policy and do it only when the user asks."
---*/
select a.package, a.owner, a.argument as target, a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'associated_start'
  and a.via = 'intent'
  and a.start_state in ('at-start', 'background')
  and a.owner not in (select id from sdk_registry)
  and not exists (select 1 from system_package s where starts_with(a.argument, s.prefix))
