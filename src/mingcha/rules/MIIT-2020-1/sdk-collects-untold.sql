/*---
id: sdk-collects-untold
clauses: [MIIT-2020-1, MIIT-2023-2.3]
criteria: [COL-16]
label: 违规收集个人信息
title: {zh: 未明示的第三方SDK可收集个人信息, en: 'A third-party SDK that nobody named can collect'}
decides: suspected
grade: serious
needs: [code, manifest, policy]
silence_of: [policy]
sentence:
  zh: "隐私政策及SDK清单（{names}）未列明“{owner_zh}”，代码显示该SDK可读取{data_type_zh}。"
  en: "The policy and its SDK list ({names}) do not name {owner_en}, and the code shows that it can read {data_type_en}."
remedy:
  zh: "在隐私政策或SDK清单中列明“{owner_zh}”及其收集的{data_type_zh}、目的和方式，并在用户同意后再初始化。"
  en: "Name {owner_en} in the policy or SDK list with {data_type_en}, purpose and manner, and initialise it only after consent."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, s.names
from told_type t
join likely_access a on a.package = t.package and a.owner = t.owner and a.data_type = t.data_type and a.start_state <> 'unreached'
join data_type d on d.id = t.data_type
join policy_searched s on s.package = t.package
where t.state = 'unnamed'
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
