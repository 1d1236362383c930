/*---
id: special-permission-unused
clauses: [MIIT-2020-5]
criteria: [PRM-15]
label: APP强制、频繁、过度索取权限
title: {zh: 特殊权限未见对应功能, en: "A special permission without a function in the code"}
decides: suspected
grade: general
needs: [manifest, code]
silence_of: [code]
key: [permission]
sentence:
  zh: "APP申请{permission}（{name_zh}）权限，代码中未见对应功能。"
  en: "The app asks for {permission} ({name_en}); no function that uses it was seen in the code."
remedy:
  zh: "删除该特殊权限；由SDK合并进来的，用 tools:node=\"remove\" 移除。"
  en: "Remove the permission; where an SDK merges it in, use tools:node=\"remove\"."
---*/
with special (name, zh, en, behaviour, data_type, action) as (
  values
  ('android.permission.SYSTEM_ALERT_WINDOW', '悬浮窗', 'overlay windows', 'overlay_popup', '', 'MANAGE_OVERLAY_PERMISSION'),
  ('android.permission.PACKAGE_USAGE_STATS', '应用使用情况', 'usage access', '', 'app_usage', 'USAGE_ACCESS_SETTINGS'),
  ('android.permission.MANAGE_EXTERNAL_STORAGE', '所有文件', 'all files', '', '', 'MANAGE_APP_ALL_FILES_ACCESS_PERMISSION'),
  ('android.permission.REQUEST_INSTALL_PACKAGES', '安装应用', 'installing apps', 'download_install', '', 'MANAGE_UNKNOWN_APP_SOURCES'),
  ('android.permission.REQUEST_IGNORE_BATTERY_OPTIMIZATIONS', '忽略电池优化', 'ignoring battery optimisation', '', '',
   'REQUEST_IGNORE_BATTERY_OPTIMIZATIONS')
),
-- Hints count as use here: a call that shows nothing by itself shows that the permission may be needed.
used as (
  select a.package, s.name
  from access a
  join special s on a.behaviour = s.behaviour or a.data_type = s.data_type or instr(coalesce(a.argument, ''), s.action) > 0
  union all
  select w.package, 'android.permission.REQUEST_INSTALL_PACKAGES'
  from watched_call w
  where w.kind = 'intent_type' and instr(coalesce(w.argument, ''), 'application/vnd.android.package-archive') > 0
)
select p.package, p.owner, p.name as permission, s.zh as name_zh, s.en as name_en, 'AndroidManifest.xml' as place, p.name as quote
from permission p
join special s on s.name = p.name
where (p.package, p.name) not in (select package, name from used)
  and not (s.behaviour = 'overlay_popup' and p.package in (select package from native_lib))
