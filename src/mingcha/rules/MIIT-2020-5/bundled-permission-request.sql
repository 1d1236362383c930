/*---
id: bundled-permission-request
clauses: [MIIT-2020-5, MIIT-2023-1.10]
criteria: [PRM-08]
label: APP强制、频繁、过度索取权限
title: {zh: 一揽子申请多个权限, en: 'Several permissions are asked for in one go'}
decides: suspected
grade: general
needs: [code]
sentence:
  zh: "{owner_zh}一次性申请{permissions}等多项权限。"
  en: "{owner_en} asks in one go for {permissions}."
remedy:
  zh: "在对应业务功能启动时逐项动态申请权限，并同步告知目的。"
  en: "Ask for each permission when its function starts, and say what for."
---*/
select a.package, a.owner,
       joined(i.group_zh, '、') as groups_zh,
       a.argument as permissions,
       a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
       a.api as quote, a.path
from access a
join permission_info i on instr(', ' || a.argument || ',', ', ' || i.name || ',') > 0
where a.behaviour = 'permission_request'
  and a.confidence >= 0.7
  and a.start_state <> 'unreached'
  and i.level = 'dangerous'
group by a.package, a.owner, a.argument, a.caller_class, a.caller_method, a.line, a.api, a.path
having count(distinct coalesce(i.group_zh, i.name)) >= 2
