/*---
id: dynamic-code
clauses: [MIIT-2023-2.5]
criteria: [STO-18]
label: 应用分发平台管理责任落实不到位
title: {zh: 可加载包外代码（热更新）, en: 'Code from outside the package can be loaded'}
decides: suspected
grade: note
needs: [code]
sentence:
  zh: "代码显示{owner_zh}可动态加载代码，上架检测之外的功能、权限使用和收集行为可被更改。"
  en: "The code shows that {owner_en} can load code at run time: functions, use of permissions and collection can change after the store's test."
remedy:
  zh: "说明动态加载的代码来源、签名校验方式和用途；不得借此更改已公示的功能和收集行为。"
  en: "State where loaded code comes from, how it is verified and what for; it must not change what was made public."
---*/
select a.package, a.owner, a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'hot_update'
  -- SDKs have a rule of their own.
  and a.owner not in (select id from sdk_registry)
  and a.start_state <> 'unreached'
  and instr(a.api, 'ClassLoader;-><init>') + instr(a.api, 'DexFile;->') > 0
  -- MultiDex loads the package's own further dex files on Android 4.
  and not starts_with(a.caller_class, 'Landroidx/multidex/')
  and not starts_with(a.caller_class, 'Landroid/support/multidex/')
