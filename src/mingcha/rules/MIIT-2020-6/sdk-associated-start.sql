/*---
id: sdk-associated-start
clauses: [MIIT-2020-6]
criteria: [AST-07]
label: APP频繁自启动和关联启动
title: {zh: SDK关联启动其他应用, en: 'An SDK starts other apps'}
decides: suspected
grade: serious
needs: [code]
key: [target]
sentence:
  zh: "代码显示SDK“{owner_zh}”在启动或后台状态下可唤醒{target}。"
  en: "The code shows that the SDK {owner_en} can start {target} at start or in the background."
remedy:
  zh: "关闭“{owner_zh}”的关联启动（互相唤醒）功能，或移除相应组件。"
  en: "Switch off mutual wake-up in {owner_en}, or remove the components that do it."
---*/
select a.package, a.owner, a.argument as target,
       a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'associated_start'
  and a.via = 'intent'
  and a.start_state in ('at-start', 'background')
  -- To pay, share or log in, such an SDK calls its vendor's own app because the host asked it to: that is its function.
  and exists (
    select 1 from sdk_registry r
    where r.id = a.owner and not (a.initiator = 'app' and r.category in ('pay', 'share_login'))
  )
  and not exists (select 1 from system_package s where starts_with(a.argument, s.prefix))
