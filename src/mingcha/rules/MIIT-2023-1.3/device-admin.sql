/*---
id: device-admin
clauses: [MIIT-2023-1.3]
criteria: [DCV-28]
label: 欺骗误导强迫用户
title: {zh: 设备管理器组件可阻挠卸载, en: 'A device administrator can hamper uninstalling'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "APP注册设备管理器组件（{component}），激活后可阻挠卸载。"
  en: "The app registers a device administrator ({component}): once active, it hampers uninstalling."
remedy:
  zh: "非企业管理类应用请删除设备管理器组件。"
  en: "Unless the app manages devices for a company, remove the device administrator."
---*/
select c.package, c.owner, c.class as component,
       'AndroidManifest.xml: ' || c.class as place,
       c.permission as quote
from component c
where c.type = 'receiver'
  and c.enabled
  and c.permission = 'android.permission.BIND_DEVICE_ADMIN'
