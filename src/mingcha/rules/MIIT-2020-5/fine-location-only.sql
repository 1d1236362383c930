/*---
id: fine-location-only
clauses: [MIIT-2020-5]
criteria: [PRM-18]
label: APP强制、频繁、过度索取权限
title: {zh: 仅申请精确定位, en: "Only precise location is asked for"}
decides: suspected
grade: note
needs: [manifest]
sentence:
  zh: "APP仅申请精确定位权限，未同时申请粗略定位权限，用户无法选择仅提供粗略位置，须确认功能是否只能使用精确位置。"
  en: "The app asks for precise location without approximate location beside it: the user cannot choose to give only the latter; whether the function needs the former must be confirmed."
remedy:
  zh: "仅需粗略位置的，改为申请ACCESS_COARSE_LOCATION；确需精确位置的，两项权限一并声明，由用户选择。"
  en: "Where approximate location serves, ask for ACCESS_COARSE_LOCATION instead; otherwise declare both and let the user choose."
---*/
select p.package, 'AndroidManifest.xml' as place, p.name as quote
from permission p
join package k on k.package = p.package
where p.name = 'android.permission.ACCESS_FINE_LOCATION'
  -- Up to Android 9 a scan for Bluetooth devices needs one of the two, later the precise one.
  and p.package not in (select b.package from permission b
                        where b.name in ('android.permission.ACCESS_COARSE_LOCATION', 'android.permission.BLUETOOTH_ADMIN',
                                         'android.permission.BLUETOOTH_SCAN', 'android.permission.NEARBY_WIFI_DEVICES'))
