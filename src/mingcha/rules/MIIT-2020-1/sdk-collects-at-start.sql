/*---
id: sdk-collects-at-start
clauses: [MIIT-2020-1]
criteria: [COL-18]
label: 违规收集个人信息
title: {zh: SDK启动时可达的个人信息收集代码, en: 'Code of an SDK that collects personal information is reachable at start'}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示SDK“{owner_zh}”在启动流程中、未见同意判断的情况下可读取{data_type_zh}。"
  en: "The code shows that the SDK {owner_en} can read {data_type_en} during start-up, with no consent check on the way."
remedy:
  zh: "在用户同意隐私政策之后再初始化“{owner_zh}”，使用其延迟初始化或隐私同意接口；仍在启动时运行的组件应在清单中移除。"
  en: "Initialise {owner_en} only after the user has agreed to the privacy policy, by its deferred initialisation or consent interface; remove its components that start by themselves from the manifest."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
join data_type d on d.id = a.data_type
where a.start_state = 'at-start'
  and a.owner in (select id from sdk_registry)
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
  and not (a.data_type = 'app_list' and coalesce(a.via, '') = 'intent')
