/*---
id: policy-omits-type
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-12]
label: 违规收集个人信息
title: {zh: 隐私政策未明示所收集的个人信息, en: 'Personal information that the policy does not name'}
decides: suspected
grade: serious
needs: [code, manifest, policy]
silence_of: [policy]
sentence:
  zh: "代码可读取{data_type_zh}；在隐私政策及其清单（{names}，共{characters}字）中查找{words_zh}等{words}个词，未见收集说明。"
  en: "The code can read {data_type_en}; a search of the policy and its lists ({names}, {characters} characters) for {words} words such as {words_en} found no statement that it is collected."
remedy:
  zh: "在隐私政策中写明收集{data_type_zh}的目的、方式和范围；确不需要的，删除相应代码。"
  en: "State in the policy why, how and how far {data_type_en} is collected; where it is not needed, remove the code."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, s.names, s.characters, w.zh as words_zh, w.en as words_en, w.count as words
from told_type t
join likely_access a on a.package = t.package and a.owner = t.owner and a.data_type = t.data_type and a.start_state <> 'unreached'
join data_type d on d.id = t.data_type
join policy_word w on w.term = t.term
join policy_searched s on s.package = t.package
where t.state = 'omitted'
  and not t.is_sdk
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
