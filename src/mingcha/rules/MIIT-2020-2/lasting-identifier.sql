/*---
id: lasting-identifier
clauses: [MIIT-2020-2]
criteria: [OVR-29]
label: 超范围收集个人信息
title: {zh: 将标识写入可跨应用、卸载后留存的位置, en: "An identifier is kept where it outlives the app"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}可在{where_zh}写入标识，用于跨应用或卸载后追踪。"
  en: "The code shows that {owner_en} can keep an identifier in {where_en}, where other apps and later installations find it."
remedy:
  zh: "将标识存放在应用私有目录，随应用卸载删除；升级仍在系统设置或共享存储写入标识的SDK。"
  en: "Keep identifiers in the app's private folder, so that they go with the app; update SDKs that write to system settings or shared storage."
---*/
select w.package, w.owner,
       case when w.kind = 'lasting_store' then '系统设置或账户' else '共享存储（' || w.argument || '）' end as where_zh,
       case when w.kind = 'lasting_store' then 'the system settings or an account' else 'shared storage (' || w.argument || ')' end as where_en,
       w.caller_class || '->' || w.caller_method || coalesce(':' || cast(w.line as varchar), '') as place,
       w.api || coalesce(' (' || w.argument || ')', '') as quote, w.path
from watched_call w
where w.start_state <> 'unreached'
  and (w.kind = 'shared_storage'
       and w.package in (select p.package from permission p
                         where p.name in ('android.permission.WRITE_EXTERNAL_STORAGE', 'android.permission.MANAGE_EXTERNAL_STORAGE'))
       -- What an SDK writes to the settings is no ring tone; of the app's own code the key must say what it is.
       or w.kind = 'lasting_store'
       and (instr(w.api, 'Settings') = 0
            or w.package in (select p.package from permission p where p.name = 'android.permission.WRITE_SETTINGS'))
       and (w.owner in (select id from sdk_registry where category in ('push', 'analytics', 'device_id', 'ads', 'anti_fraud', 'attribution', 'base'))
            or instr(lower(coalesce(w.argument, '')), 'uuid') + instr(lower(coalesce(w.argument, '')), 'device') +
               instr(lower(coalesce(w.argument, '')), 'imei') + instr(lower(coalesce(w.argument, '')), 'guid') > 0))
