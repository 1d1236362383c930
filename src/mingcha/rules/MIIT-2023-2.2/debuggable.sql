/*---
id: debuggable
clauses: [MIIT-2023-2.2]
criteria: [SEC-03]
title: {zh: 发布版本可调试, en: 'The released version can be debugged'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "清单声明 android:debuggable=\"true\"，接触设备的任何人均可读取APP私有目录中的明文数据。"
  en: "The manifest declares android:debuggable=\"true\": anybody with the device at hand can read what the app stores in clear."
remedy:
  zh: "发布版本删除 android:debuggable，使用 release 构建类型。"
  en: "Remove android:debuggable from the released version; build the release variant."
---*/
select k.package, 'AndroidManifest.xml' as place, 'android:debuggable="true"' as quote
from package k
where k.debuggable
