/*---
id: sdk-type-untold
clauses: [MIIT-2020-1, MIIT-2023-2.3]
criteria: [COL-17]
label: 违规收集个人信息
title: {zh: SDK清单未列明其收集的信息类型, en: 'The list leaves out a type that the SDK can collect'}
decides: suspected
grade: general
needs: [code, manifest, policy]
silence_of: [policy]
sentence:
  zh: "SDK清单列有“{name}”，但未列明其收集{data_type_zh}；代码显示该SDK可读取。"
  en: "The list names {name} and not that it collects {data_type_en}, which its code can read."
remedy:
  zh: "在SDK清单中补充“{owner_zh}”收集的{data_type_zh}，或以其可选信息开关关闭该项收集。"
  en: "Add {data_type_en} to the row of {owner_en}, or switch that collection off by its own option."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, t.name
from told_type t
join likely_access a on a.package = t.package and a.owner = t.owner and a.data_type = t.data_type and a.start_state <> 'unreached'
join data_type d on d.id = t.data_type
where t.state in ('omitted', 'incorrect')
  and t.is_sdk
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
  -- A row without any types is told by another rule.
  and exists (select 1 from policy_sdk p
              where p.package = t.package and p.sdk = t.owner and p.match = 'exact' and coalesce(cast(p.data_types as varchar), '[]') <> '[]')
