/*---
id: cleartext-allowed
clauses: [MIIT-2023-2.2]
criteria: [SEC-02]
title: {zh: 对所有地址放开明文流量, en: 'Clear text is allowed for all hosts'}
decides: suspected
grade: note
needs: [manifest, resources]
sentence:
  zh: "APP在系统默认禁止的情况下主动对所有地址放开明文流量（{where}）。"
  en: "The app allows clear text for all hosts although the system forbids it by default ({where})."
remedy:
  zh: "关闭全局明文流量；确需的，仅对个别域名放开。"
  en: "Switch clear text off; where it is needed, allow it for single domains only."
---*/
select k.package, 'usesCleartextTraffic' as "where", 'AndroidManifest.xml' as place, 'android:usesCleartextTraffic="true"' as quote
from package k
where k.cleartext
  and k.target_sdk >= 28
  -- A configuration overrides the attribute.
  and k.network_security_config is null
union all
select n.package, 'base-config' as "where", n.path as place, 'cleartextTrafficPermitted="true"' as quote
from network_policy n
join package k on k.package = n.package
where n.scope = 'base'
  and n.cleartext
  and k.target_sdk >= 28
