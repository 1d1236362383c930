/*---
id: policy-vague-type
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-13]
label: 违规收集个人信息
title: {zh: 隐私政策对所收集的个人信息说明不清, en: 'Personal information that the policy names only vaguely'}
decides: suspected
grade: note
needs: [code, manifest, policy]
sentence:
  zh: "代码可读取{data_type_zh}，隐私政策{how_zh}：“{statement}”。"
  en: "The code can read {data_type_en}, and the policy {how_en}: “{statement}”."
remedy:
  zh: "在隐私政策中逐项写明{data_type_zh}及其收集目的、方式和范围，不以概括性用语代替，前后说法应一致。"
  en: "Name {data_type_en} in the policy with why, how and how far it is collected, without general words and contradictions."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, t.quote as statement,
       case t.state when 'vague' then '只以更宽的说法或就其他主体提及'
                    when 'mentioned' then '提到该信息，未读出收集说明'
                    else '既说收集又说不收集' end as how_zh,
       case t.state when 'vague' then 'speaks only of a wider type or of another party'
                    when 'mentioned' then 'mentions it, and no statement that it is collected was read'
                    else 'both says and denies that it is collected' end as how_en
from told_type t
join likely_access a on a.package = t.package and a.owner = t.owner and a.data_type = t.data_type and a.start_state <> 'unreached'
join data_type d on d.id = t.data_type
where t.state in ('vague', 'mentioned', 'ambiguous')
  and not t.is_sdk
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive
       or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'wifi_info', 'base_station', 'phone_number', 'calendar', 'device_accounts',
                   'photos'))
