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
with watched as (
  -- Permissions whose every use the code shows. Storage and dialling are not among them: files and intents need no such call.
  -- Native libraries can use the camera and the microphone without one, so both count only where there are none.
  select i.name, i.group_zh
  from permission_info i
  where i.group_zh in ('通讯录', '定位', '日历', '相机', '录音')
     or i.name in ('android.permission.READ_PHONE_STATE', 'android.permission.READ_PHONE_NUMBERS',
                   'android.permission.READ_CALL_LOG', 'android.permission.READ_SMS', 'android.permission.BODY_SENSORS',
                   'android.permission.ACTIVITY_RECOGNITION')
),
used as (
  -- One permission of a family stands for the others: coarse location serves precise calls too.
  select a.package, n.permission as name, coalesce(i.group_zh, n.permission) as family
  from access a
  join data_type_permission n on n.data_type = a.data_type
  left join permission_info i on i.name = n.permission
  -- A library that names an address reads what the app gives it: the name alone tells nothing of the app.
  where a.api is not null or not starts_with(coalesce(a.owner, ''), 'oss:')
)
select p.package, p.owner, p.name as permission, 'AndroidManifest.xml' as place, p.name as quote
from permission p
join watched w on w.name = p.name
where p.level = 'dangerous'
  and (p.package, p.name) not in (select package, name from used)
  and (w.group_zh is null or w.group_zh = '电话' or w.group_zh = '短信'
       or (p.package, w.group_zh) not in (select package, family from used))
  and (coalesce(w.group_zh, '') not in ('相机', '录音') or p.package not in (select package from native_lib))
