/*---
id: cleartext-collection
clauses: [MIIT-2023-2.2]
criteria: [SEC-01]
title: {zh: 可以明文传输个人信息, en: 'Personal information can be sent in clear text'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}读取{kinds_zh}，且含有明文（HTTP）上报地址（{hosts}），清单允许明文流量，须抓包核实个人信息是否明文传输。"
  en: "The code shows that {owner_en} reads {kinds_en} and holds addresses for collection without encryption ({hosts}); the manifest allows clear text: captured traffic must show whether personal information is sent so."
remedy:
  zh: "将上述地址改为HTTPS，并在清单中关闭明文流量（usesCleartextTraffic=\"false\"）。"
  en: "Use HTTPS for these addresses and switch clear text off in the manifest (usesCleartextTraffic=\"false\")."
---*/
with collecting as (
  select u.package, u.owner, u.host, u.value, u."where" as place
  from url u
  join package k on k.package = u.package
  where u.scheme = 'http'
    and lower(substr(u."where", length(u."where") - 3)) = '.dex'
    and (k.cleartext or u.package in (select n.package from network_policy n where n.scope = 'base' and n.cleartext))
    and not starts_with(u.host, '127.') and not starts_with(u.host, '10.') and not starts_with(u.host, '192.168.') and u.host <> 'localhost'
    and instr(lower(u.value), 'download') = 0
    and (instr(lower(u.value), 'collect') + instr(lower(u.value), 'report') + instr(lower(u.value), 'upload') + instr(lower(u.value), 'stat.')
         + instr(lower(u.value), '/stat') + instr(lower(u.value), 'track') + instr(lower(u.value), '/log/') + instr(lower(u.value), '//log.') + instr(lower(u.value), 'app_log')
         + instr(lower(u.value), 'device') + instr(lower(u.value), 'register') + instr(lower(u.value), 'imei') + instr(lower(u.value), '/user')
         + instr(lower(u.value), 'mobile/') + instr(lower(u.value), '/sms') > 0)
), reading as (
  select a.package, a.owner, joined(d.zh, '、') as kinds_zh, joined(d.en, ', ') as kinds_en
  from likely_access a
  join data_type d on d.id = a.data_type
  where a.start_state <> 'unreached'
    and (d.identifier_class in ('immutable', 'mutable') or d.sensitive or d.id in ('app_list', 'phone_number', 'ssid', 'bssid'))
  group by a.package, a.owner
)
select c.package, c.owner, c.place, c.value as quote, r.kinds_zh, r.kinds_en, w.hosts
from collecting c
join reading r on r.package = c.package and r.owner = c.owner
join (select s.package, s.owner, joined(s.host, '、') as hosts
      from collecting s
      group by s.package, s.owner) w on w.package = c.package and w.owner = c.owner
