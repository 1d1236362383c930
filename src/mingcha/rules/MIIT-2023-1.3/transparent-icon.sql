/*---
id: transparent-icon
clauses: [MIIT-2023-1.3]
criteria: [DCV-26]
label: 欺骗误导强迫用户
title: {zh: 应用图标透明, en: 'The icon is transparent'}
decides: violated
grade: serious
needs: [manifest, resources]
sentence:
  zh: "应用图标（{icon}）完全透明，安装后在桌面上不可见。"
  en: "The icon ({icon}) is fully transparent: the app cannot be seen on the desktop."
remedy:
  zh: "更换为可辨识的应用图标。"
  en: "Give the app an icon that can be recognised."
---*/
select i.package, i.path as icon, 'manifest' as evidence_kind, i.path as place, i.kind || ': alpha 0' as quote
from icon i
where i.transparent
  -- Without an entry on the desktop nobody looks for the icon.
  and i.package in (select c.package from component c where c.launcher and c.enabled)
