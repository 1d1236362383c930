/*---
id: blank-name
clauses: [MIIT-2023-1.3]
criteria: [DCV-26]
label: 欺骗误导强迫用户
title: {zh: 空白名称, en: 'A blank name'}
decides: violated
grade: serious
needs: [manifest, resources]
sentence:
  zh: "应用名称为空白，用户难以识别和卸载。"
  en: "The app's name is blank: users can hardly recognise and uninstall it."
remedy:
  zh: "为应用及桌面入口设置清晰可见的名称。"
  en: "Give the app and its launcher entries a visible name."
---*/
select c.package,
       'AndroidManifest.xml: ' || c.class as place,
       'android:label=""' as quote
from component c
join package k on k.package = c.package
where c.launcher
  and c.enabled
  and is_blank(coalesce(c.label, k.name))
