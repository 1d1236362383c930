/*---
id: background-location
clauses: [MIIT-2020-2]
criteria: [OVR-16]
label: 超范围收集个人信息
title: {zh: 后台可达的位置收集, en: 'Location can be collected in the background'}
decides: suspected
grade: serious
needs: [manifest, code]
sentence:
  zh: "{owner_zh}申请后台定位权限，且后台代码可收集{data_type_zh}。"
  en: "{owner_en} asks for background location, and background code can collect {data_type_en}."
remedy:
  zh: "非导航、运动等持续定位功能的，删除后台定位权限及后台定位代码。"
  en: "Unless the app navigates or tracks sport, remove the background location permission and the code."
---*/
select a.package, a.owner, a.data_type,
       'code' as evidence_kind,
       a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
       a.api || coalesce(' (' || a.argument || ')', '') as quote,
       a.path,
       1 - a.confidence as rank
from access a
where a.data_type = 'precise_location'
  and a.start_state = 'background'
  and a.confidence >= 0.7
  and exists (select 1 from permission p where p.package = a.package and p.name = 'android.permission.ACCESS_BACKGROUND_LOCATION')
