/*---
id: special-service
clauses: [MIIT-2020-5]
criteria: [PRM-15]
label: APP强制、频繁、过度索取权限
title: {zh: 声明特殊能力服务, en: "A service with special powers"}
decides: suspected
grade: note
needs: [manifest]
key: [component]
sentence:
  zh: "APP声明{name_zh}服务{component}，须确认是否有对应业务功能并在启用前明示。"
  en: "The app declares a service for {name_en} ({component}); whether a function needs it and says so before it is switched on must be confirmed."
remedy:
  zh: "没有对应业务功能的，删除该服务；确有功能的，在引导用户开启前说明用途，并允许拒绝。"
  en: "Remove the service unless a function needs it; otherwise state its purpose before sending the user to switch it on, and accept a refusal."
---*/
with power (permission, zh, en) as (
  values ('android.permission.BIND_ACCESSIBILITY_SERVICE', '无障碍', 'accessibility'),
         ('android.permission.BIND_NOTIFICATION_LISTENER_SERVICE', '通知使用权', 'reading notifications'),
         ('android.permission.BIND_VPN_SERVICE', 'VPN', 'a VPN')
)
select c.package, c.owner, c.class as component, w.zh as name_zh, w.en as name_en,
       'AndroidManifest.xml: ' || c.class as place, c.permission as quote
from component c
join power w on w.permission = c.permission
where c.type = 'service'
  and c.enabled
