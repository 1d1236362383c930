/*---
id: sdk-associated-start
clauses: [MIIT-2020-6]
criteria: [AST-07]
label: APP频繁自启动和关联启动
title: {zh: SDK关联启动其他应用, en: 'An SDK starts other apps'}
decides: suspected
grade: serious
needs: [code]
sentence:
  zh: "SDK“{owner_zh}”在启动或后台状态下可唤醒{target}。"
  en: "The SDK {owner_en} can start {target} at start or in the background."
remedy:
  zh: "关闭“{owner_zh}”的关联启动（互相唤醒）功能，或移除相应组件。"
  en: "Switch off mutual wake-up in {owner_en}, or remove the components that do it."
---*/
select a.package, a.owner, a.argument as target,
       a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
       a.api || coalesce(' (' || a.argument || ')', '') as quote,
       a.path,
       1 - a.confidence as rank
from access a
where a.behaviour = 'associated_start'
  and a.confidence >= 0.7
  and a.start_state in ('at-start', 'background')
  and a.owner in (select id from sdk_registry)
