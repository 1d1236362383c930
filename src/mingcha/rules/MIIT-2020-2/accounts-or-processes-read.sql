/*---
id: accounts-or-processes-read
clauses: [MIIT-2020-2]
criteria: [OVR-33]
label: 超范围收集个人信息
title: {zh: 读取登录账户、运行进程、应用使用情况, en: 'Device accounts, running processes or app usage are read'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}可读取{data_type_zh}，须确认是否有必要业务场景。"
  en: "The code shows that {owner_en} can read {data_type_en}; whether a function needs it must be confirmed."
remedy:
  zh: "删除对{data_type_zh}的读取；判断自身进程请使用 Application.getProcessName 等不涉及其他应用的方法。"
  en: "Do not read {data_type_en}; to tell the own process use Application.getProcessName or the like."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type in ('device_accounts', 'running_apps') and a.start_state in ('at-start', 'background')
   -- Who reads the usage of other apps has sent the user to the settings before.
   or a.data_type = 'app_usage' and a.start_state <> 'unreached'
      and a.package in (select p.package from permission p where p.name = 'android.permission.PACKAGE_USAGE_STATS')
