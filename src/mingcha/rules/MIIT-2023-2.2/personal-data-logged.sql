/*---
id: personal-data-logged
clauses: [MIIT-2023-2.2]
criteria: [SEC-03]
title: {zh: 将个人信息写入系统日志, en: 'Personal information is written into the log'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}将读取到的{data_type_zh}明文写入系统日志，须核实发布版本是否输出。"
  en: "The code shows that {owner_en} writes {data_type_en} that it has read into the log in clear; whether the released version does must be confirmed."
remedy:
  zh: "发布版本删除输出{data_type_zh}的日志，或脱敏后输出。"
  en: "Remove the log of {data_type_en} from released versions, or mask it."
---*/
select c.package, c.owner, c.detail as data_type, c.place, 'Log: ' || c.detail as quote, c.path, c.rank
from reached_conduct c
join data_type d on d.id = c.detail
where c.kind = 'logged'
  and (d.identifier_class in ('immutable', 'mutable') or d.sensitive or d.id in ('app_list', 'clipboard', 'ssid', 'bssid', 'phone_number', 'photos'))
