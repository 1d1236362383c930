/*---
id: permission-beyond-type
clauses: [MIIT-2020-5]
criteria: [PRM-05]
label: APP强制、频繁、过度索取权限
title: {zh: 权限超出应用类型所需, en: "Permissions beyond what the app type needs"}
decides: suspected
grade: note
needs: [manifest]
sentence:
  zh: "APP类型为{type_zh}{basis_zh}，申请{groups_zh}权限，未见对应业务功能，须确认。"
  en: "The app is of the type {type_en}{basis_en} and asks for {groups_en}: no function of such apps that needs them is known; to be confirmed."
remedy:
  zh: "删除与所提供功能无关的权限；确有功能的，在用户使用该功能时申请并说明目的。"
  en: "Remove permissions that no function needs; where there is one, ask when the user starts it and say what for."
---*/
select j.package, j.zh as type_zh, j.en as type_en, j.basis_zh, j.basis_en,
       joined(i.group_zh, '、') as groups_zh, joined(i.group_en, ', ') as groups_en,
       'AndroidManifest.xml' as place, joined(p.name, ', ') as quote
from judged_type j
join permission p on p.package = j.package
join permission_info i on i.name = p.name
where i.level = 'dangerous'
  -- Storage and phone state are in most apps and are judged by their use.
  and i.group_zh in ('通讯录', '定位', '日历', '相机', '录音', '短信', '通话记录', '身体传感器')
  and (j.app_type, i.group_zh) not in (select app_type, group_zh from justified_group)
group by j.package, j.zh, j.en, j.basis_zh, j.basis_en
