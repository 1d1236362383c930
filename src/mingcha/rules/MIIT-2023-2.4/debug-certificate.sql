/*---
id: debug-certificate
clauses: [MIIT-2023-2.4, MIIT-2020-10]
criteria: [STO-13]
label: 应用分发平台管理责任落实不到位
title: {zh: 安装包使用调试证书签名, en: 'The package is signed with a debug certificate'}
decides: suspected
grade: note
needs: [signature]
sentence:
  zh: "安装包使用公开的调试或测试证书签名（{subject}），任何人均可用同一证书签出更新包，上架前技术检测应予发现。"
  en: "The package is signed with a public debug or test certificate ({subject}): anybody can sign an update with it; a test before listing should have found this."
remedy:
  zh: "使用开发者自有的证书签名后重新提交上架。"
  en: "Sign with the developer's own key and submit again."
---*/
select s.package, coalesce(s.subject, '') as subject,
       case when s.scheme = 'v1' then 'META-INF' else 'APK Signing Block' end as place,
       s.scheme || ': ' || coalesce(s.subject, '') || coalesce(' SHA-256 ' || s.sha256, '') as quote
from signer s
where s.debug
  and s.valid
