/*---
id: background-collection
clauses: [MIIT-2020-2, MIIT-2020-1]
criteria: [COL-14]
label: 违规收集个人信息
title: {zh: 后台可达的个人信息收集代码, en: 'Code that collects personal information is reachable in the background'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}可在后台运行时（服务、广播、任务）读取{data_type_zh}，须确认是否为服务所必需，并已在隐私政策中明示。"
  en: "The code shows that {owner_en} can read {data_type_en} in the background (services, receivers, jobs); whether the service needs it and the policy says so must be confirmed."
remedy:
  zh: "非服务所必需的，删除后台读取{data_type_zh}的代码；确需后台读取的，在隐私政策中明示该情形及频率，并取得用户同意。"
  en: "Remove the background read of {data_type_en} unless the service needs it; otherwise state it and its frequency in the privacy policy and obtain consent."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
join data_type d on d.id = a.data_type
where a.start_state = 'background'
  and a.data_type not in ('precise_location', 'coarse_location')
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos', 'microphone', 'camera'))
  and not (a.data_type = 'app_list' and coalesce(a.via, '') = 'intent')
