/*---
id: exported-provider
clauses: [MIIT-2020-3]
criteria: [USE-09]
label: 违规使用个人信息
title: {zh: 内容提供器对其他应用开放, en: "A content provider is open to other apps"}
decides: suspected
grade: general
needs: [manifest]
key: [component]
sentence:
  zh: "清单导出内容提供器{component}且未设置访问权限，其他应用可读取其中数据，须确认是否含有个人信息。"
  en: "The manifest exports the content provider {component} without a permission: other apps can read it; whether it holds personal information must be confirmed."
remedy:
  zh: "将该内容提供器设为 android:exported=\"false\"，或设置签名级访问权限。"
  en: "Set android:exported=\"false\" on the provider, or protect it by a permission of level signature."
---*/
select c.package, c.owner, c.class as component,
       'AndroidManifest.xml: ' || c.class as place,
       'android:exported="true" android:authorities="' || coalesce(c.authorities, '') || '"' as quote
from component c
where c.type = 'provider'
  and c.exported
  and c.enabled
  and c.permission is null
  and coalesce(c.in_code, true)
