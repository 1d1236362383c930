/*---
id: app-collects-at-start
clauses: [MIIT-2020-1]
criteria: [COL-08]
label: 违规收集个人信息
title: {zh: 启动时可达的个人信息收集代码, en: 'Code that collects personal information is reachable at start'}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动流程中、未见同意判断的情况下可读取{data_type_zh}。"
  en: "The code shows that {owner_en} can read {data_type_en} during start-up, with no consent check on the way."
remedy:
  zh: "将读取{data_type_zh}的代码移到用户同意隐私政策之后执行，并确有业务需要时再调用。"
  en: "Move the read of {data_type_en} behind the user's consent to the privacy policy, and make it only when a function needs it."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
join data_type d on d.id = a.data_type
where a.start_state = 'at-start'
  and a.owner not in (select id from sdk_registry)
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
  and not (a.data_type = 'app_list' and coalesce(a.via, '') = 'intent')
