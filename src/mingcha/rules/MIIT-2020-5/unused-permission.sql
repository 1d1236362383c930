/*---
id: unused-permission
clauses: [MIIT-2020-5]
criteria: [PRM-06]
label: APP强制、频繁、过度索取权限
title: {zh: 声明但未使用的敏感权限, en: 'A sensitive permission is declared but not used'}
decides: suspected
grade: general
needs: [manifest, code]
silence_of: [code]
key: [permission]
sentence:
  zh: "清单声明{permission}权限，代码中未见使用。"
  en: "The manifest declares {permission}; no use of it was seen in the code."
remedy:
  zh: "删除不使用的权限；由SDK合并进来的，用 tools:node=\"remove\" 移除。"
  en: "Remove the permission; where an SDK merges it in, use tools:node=\"remove\"."
---*/
select p.package, p.owner, p.name as permission,
       'AndroidManifest.xml' as place,
       p.name as quote
from permission p
where p.level = 'dangerous'
  and p.name in (select permission from data_type_permission)
  and not exists (
    select 1
    from access a
    join data_type_permission n on n.data_type = a.data_type
    where a.package = p.package and n.permission = p.name)
