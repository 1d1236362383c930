/*---
id: bridge-to-pages
clauses: [MIIT-2020-3]
criteria: [USE-05]
label: 违规使用个人信息
title: {zh: 网页可经桥接读取个人信息, en: "Web pages can read personal data by a bridge"}
decides: suspected
grade: note
needs: [code]
key: [bridge, data_type]
sentence:
  zh: "代码显示{owner_zh}将对象{class}以“{bridge}”开放给网页，其方法可读取{data_type_zh}，须确认可载入哪些网页、是否将数据返回网页。"
  en: "The code shows that {owner_en} opens the object {class} to web pages as \"{bridge}\"; its methods can read {data_type_en}. Which pages can be loaded and whether they get the data must be confirmed."
remedy:
  zh: "从网页桥接中删除读取{data_type_zh}的方法；确需保留的，仅对自有域名的HTTPS页面开放，并在每次调用时校验页面来源。"
  en: "Remove the methods that read {data_type_en} from the bridge; where they are needed, open them to HTTPS pages of your own domain only and check the page's origin at each call."
---*/
-- No criterion speaks of bridges; the nearest is the one on personal information that a web page is given.
select r.package, r.owner, r.data_type, coalesce(r.argument, '?') as bridge, replace(substr(r.target, 2, length(r.target) - 2), '/', '.') as class,
       r.caller_class || '->' || r.caller_method || coalesce(':' || cast(r.line as varchar), '') as place,
       'addJavascriptInterface(' || r.target || ', ' || coalesce(r.argument, '?') || ') → ' || r.reads || coalesce(' ← ' || r.beside, '') as quote,
       r.path
from indirect_read r
join data_type d on d.id = r.data_type
where r.kind = 'bridge'
  and r.start_state <> 'unreached'
  -- Not what is the same on many devices (model, system version): pages and servers know that anyhow.
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('precise_location', 'coarse_location', 'app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station',
                   'phone_number', 'calendar', 'device_accounts', 'photos', 'microphone', 'camera'))
