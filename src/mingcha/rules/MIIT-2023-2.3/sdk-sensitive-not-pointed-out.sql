/*---
id: sdk-sensitive-not-pointed-out
clauses: [MIIT-2023-2.3, MIIT-2023-1.9]
criteria: [COL-19]
label: 违规收集个人信息
title: {zh: SDK清单未突出显示敏感个人信息, en: "An SDK's row that does not point out sensitive information"}
decides: suspected
grade: note
needs: [code, policy]
sentence:
  zh: "SDK清单中“{name}”一行列有敏感个人信息“{data_type_zh}”，未加粗或以其他方式突出显示：“{statement}”。"
  en: "The row of {name} lists {data_type_en}, which is sensitive, and does not point it out: “{statement}”."
remedy:
  zh: "在SDK清单中以加粗、下划线等方式突出显示敏感个人信息。"
  en: "Point out sensitive information in the list of SDKs, in bold or underlined."
---*/
select u.package, u.sdk as owner, d.id as data_type, 'policy' as evidence_kind, u.file as place, u.name as quote, u.name, u.quote as statement
from policy_unmarked u
join sdk s on s.package = u.package and s.id = u.sdk and s.confidence >= 0.9 and s.state = 'initialised'
join data_type d on d.policy_term = u.data_type and d.sensitive
