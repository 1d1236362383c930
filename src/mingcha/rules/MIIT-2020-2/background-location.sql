/*---
id: background-location
clauses: [MIIT-2020-2]
criteria: [OVR-16]
label: 超范围收集个人信息
title: {zh: 后台可达的位置收集, en: 'Location can be collected in the background'}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}可在后台运行时（服务、广播、任务）收集{data_type_zh}，且具备后台定位所需权限，须确认是否为服务所必需。"
  en: "The code shows that {owner_en} can collect {data_type_en} in the background (services, receivers, jobs) and has the permission to; whether the service needs it must be confirmed."
remedy:
  zh: "非导航、运动等持续定位功能的，删除后台定位权限及后台定位代码。"
  en: "Unless the app navigates or tracks sport, remove the background location permission and the code."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type = 'precise_location'
  and a.start_state = 'background'
  and (a.package in (select p.package from permission p where p.name = 'android.permission.ACCESS_BACKGROUND_LOCATION')
       or a.package in (select k.package from package k where k.target_sdk < 29))
