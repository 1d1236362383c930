/*---
id: user-certificates-trusted
clauses: [MIIT-2023-2.2]
criteria: [SEC-02]
title: {zh: 信任用户安装的证书, en: 'Certificates that users install are trusted'}
decides: suspected
grade: general
needs: [manifest, resources]
sentence:
  zh: "网络安全配置信任用户安装的证书，通信可被中间人窃听，不应出现在发布版本中。"
  en: "The network security configuration trusts certificates that users install: traffic can be intercepted; a released version should not."
remedy:
  zh: "从发布版本的网络安全配置中删除 <certificates src=\"user\"/>，调试用途放入 debug-overrides。"
  en: "Remove <certificates src=\"user\"/> from the released configuration; what is for debugging goes into debug-overrides."
---*/
select n.package, n.path as place, n.scope || '-config: certificates src="user"' as quote
from network_policy n
where n.user_certificates
  and n.scope <> 'debug'
