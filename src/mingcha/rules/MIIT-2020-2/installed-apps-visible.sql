/*---
id: installed-apps-visible
clauses: [MIIT-2020-2]
criteria: [OVR-20]
label: 超范围收集个人信息
title: {zh: 声明可见大量已安装应用, en: "The manifest opens the list of installed apps"}
decides: suspected
grade: general
needs: [manifest, code]
sentence:
  zh: "清单{how_zh}，APP可获知用户安装了哪些应用，须确认是否有必要业务场景。"
  en: "The manifest {how_en}: the app can tell which apps the user has; whether a function needs it must be confirmed."
remedy:
  zh: "删除QUERY_ALL_PACKAGES权限；<queries>仅保留业务功能确需交互的应用。"
  en: "Remove QUERY_ALL_PACKAGES; keep in <queries> only apps that a function really talks to."
---*/
with opened as (
  select p.package, '声明QUERY_ALL_PACKAGES权限' as how_zh, 'asks for QUERY_ALL_PACKAGES' as how_en, p.name as quote
  from permission p
  where p.name = 'android.permission.QUERY_ALL_PACKAGES'
  union all
  -- More than twenty: the number of criterion OVR-20.
  select u.package, '在<queries>中列出' || cast(count(distinct u.value) as varchar) || '个应用',
         'lists ' || cast(count(distinct u.value) as varchar) || ' apps in <queries>', joined(u.value, ', ')
  from package_query u
  where u.kind = 'package'
  group by u.package
  having count(distinct u.value) > 20
)
select o.package, o.how_zh, o.how_en, 'AndroidManifest.xml' as place, substr(o.quote, 1, 400) as quote
from opened o
-- Where code that reads the list can run, app-list-read says so.
where o.package not in (select a.package from likely_access a
                        where a.data_type = 'app_list' and coalesce(a.via, 'api') <> 'intent' and a.start_state <> 'unreached')
