/*---
id: background-location-bundled
clauses: [MIIT-2020-5]
criteria: [PRM-19]
label: APP强制、频繁、过度索取权限
title: {zh: 一并申请后台定位, en: "Background location is asked for together with the foreground"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}{how_zh}申请后台定位权限。"
  en: "The code shows that {owner_en} asks for background location {how_en}."
remedy:
  zh: "先在使用定位功能时申请前台定位，确有后台定位功能且用户开启该功能时，再单独申请后台定位并说明用途。"
  en: "Ask for foreground location when its function is used; ask for background location alone, later, when the user switches on a function that needs it, and say what for."
---*/
select a.package, case when a.owner in (select id from sdk_registry) then a.owner else coalesce(a.initiator, a.owner) end as owner,
       a.place, a.quote, a.path, a.rank,
       case when instr(a.argument, '_FINE_') + instr(a.argument, '_COARSE_') > 0 then '与前台定位一并' else '在启动时' end as how_zh,
       case when instr(a.argument, '_FINE_') + instr(a.argument, '_COARSE_') > 0 then 'together with foreground location' else 'at start' end as how_en
from likely_access a
where a.behaviour = 'permission_request'
  and a.start_state <> 'unreached'
  and instr(coalesce(a.argument, ''), 'android.permission.ACCESS_BACKGROUND_LOCATION') > 0
  and (instr(a.argument, '_FINE_') + instr(a.argument, '_COARSE_') > 0 or a.start_state = 'at-start')
  and a.package in (select p.package from permission p where p.name = 'android.permission.ACCESS_BACKGROUND_LOCATION')
