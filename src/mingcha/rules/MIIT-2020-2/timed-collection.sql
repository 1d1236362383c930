/*---
id: timed-collection
clauses: [MIIT-2020-2]
criteria: [OVR-03]
label: 超范围收集个人信息
title: {zh: 定时重复读取个人信息, en: "Personal data is read again and again by a timer"}
decides: suspected
grade: note
needs: [code]
key: [data_type, every_zh]
sentence:
  zh: "代码显示{owner_zh}以定时器{every_zh}重复运行可读取{data_type_zh}的代码，须确认是否每次实际读取，并已明示收集频率。"
  en: "The code shows that {owner_en} runs code that can read {data_type_en} {every_en} by a timer; whether it is read each time and the frequency is disclosed must be confirmed."
remedy:
  zh: "非服务所必需的，只读取一次{data_type_zh}并缓存；确需定时读取的，降低频率，在隐私政策中明示频率并取得用户同意。"
  en: "Read {data_type_en} once and keep it unless the service needs more; otherwise lower the frequency, state it in the privacy policy and obtain consent."
---*/
select r.package, r.owner, r.data_type,
       case when r.argument is null then '（周期未知）' else '每' || r.argument || '毫秒' end as every_zh,
       case when r.argument is null then 'at an unknown period' else 'every ' || r.argument || ' ms' end as every_en,
       r.caller_class || '->' || r.caller_method || coalesce(':' || cast(r.line as varchar), '') as place,
       r.api || ' → ' || r.target || ' → ' || r.reads as quote, r.path
from indirect_read r
join data_type d on d.id = r.data_type
where r.kind = 'timer'
  and r.start_state <> 'unreached'
  -- Not what is the same on many devices (model, system version): pages and servers know that anyhow.
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('precise_location', 'coarse_location', 'app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station',
                   'phone_number', 'calendar', 'device_accounts', 'photos', 'microphone', 'camera'))
  and r.owner not in (select id from sdk_registry)
