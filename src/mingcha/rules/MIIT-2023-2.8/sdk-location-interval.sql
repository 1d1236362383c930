/*---
id: sdk-location-interval
clauses: [MIIT-2020-2, MIIT-2023-2.8]
criteria: [SDK-13]
label: 超范围收集个人信息
title: {zh: SDK高频连续定位, en: "An SDK locates at a high rate"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示SDK“{owner_zh}”以{interval}毫秒间隔持续定位，低于1000毫秒。"
  en: "The code shows that the SDK {owner_en} asks for continuous location every {interval} ms, which is below 1000 ms."
remedy:
  zh: "将“{owner_zh}”的定位间隔设为1000毫秒以上，或改用单次定位；非定位类SDK应关闭其定位。"
  en: "Set the interval of {owner_en} to 1000 ms or more, or locate once; switch off location in SDKs that are not about it."
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
  and w.owner in (select id from sdk_registry)
