/*---
id: bundled-permission-request
clauses: [MIIT-2020-5, MIIT-2023-1.10]
criteria: [PRM-08]
label: APP强制、频繁、过度索取权限
title: {zh: 一揽子申请多个权限, en: 'Several permissions are asked for in one go'}
decides: suspected
grade: general
needs: [code]
key: [families_zh]
sentence:
  zh: "代码显示{owner_zh}一次性申请{families_zh}等{count}类权限。"
  en: "The code shows that {owner_en} asks for {count} families of permissions in one go: {families_en}."
remedy:
  zh: "在对应业务功能启动时逐项动态申请权限，并同步告知目的。"
  en: "Ask for each permission when its function starts, and say what for."
---*/
select a.package,
       -- A library asks for whom it is called by.
       case when a.owner in (select id from sdk_registry) then a.owner else coalesce(a.initiator, a.owner) end as owner,
       a.place, a.quote, a.path, a.rank,
       joined(coalesce(i.group_zh, i.name), '、') as families_zh,
       joined(coalesce(i.group_en, i.name), ', ') as families_en,
       count(distinct coalesce(i.group_zh, i.name)) as count
from likely_access a
join permission_info i on instr(', ' || a.argument || ',', ', ' || i.name || ',') > 0
where a.behaviour = 'permission_request'
  and a.start_state <> 'unreached'
  and i.level = 'dangerous'
group by a.package, a.owner, a.initiator, a.place, a.quote, a.path, a.rank
having count(distinct coalesce(i.group_zh, i.name)) >= 2
