/*---
id: location-interval
clauses: [MIIT-2020-2]
criteria: [OVR-15]
label: 超范围收集个人信息
title: {zh: 高频连续定位, en: "Continuous location at a high rate"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}以{interval}毫秒间隔持续定位，须确认场景是否需要连续定位。"
  en: "The code shows that {owner_en} asks for continuous location every {interval} ms; whether the scene needs that must be confirmed."
remedy:
  zh: "仅需当前位置的，改用单次定位；确需连续定位的，使用满足功能的最低频率，离开页面即停止。"
  en: "Where only the current place is needed, ask once; otherwise use the lowest rate that serves and stop on leaving the page."
---*/
select w.package, w.owner, 'precise_location' as data_type, w.argument as interval,
       w.caller_class || '->' || w.caller_method || coalesce(':' || cast(w.line as varchar), '') as place,
       w.api || ' (' || w.argument || ')' as quote, w.path
from watched_call w
where w.kind = 'location_interval'
  and w.start_state <> 'unreached'
  -- One number below 1000 (threshold map_interval_ms).
  and length(w.argument) <= 3
  and instr(w.argument, ',') + instr(w.argument, '-') = 0
  -- Baidu: 0 asks once.
  and not (instr(w.api, 'setScanSpan') > 0 and w.argument = '0')
  and w.package in (select p.package from permission p
                    where p.name in ('android.permission.ACCESS_FINE_LOCATION', 'android.permission.ACCESS_COARSE_LOCATION'))
  and w.owner not in (select id from sdk_registry)
  -- Navigation and sport need what others do not.
  and w.package not in (select package from judged_type where app_type in ('map_navigation', 'ride_hailing', 'sports', 'vehicle_use'))
