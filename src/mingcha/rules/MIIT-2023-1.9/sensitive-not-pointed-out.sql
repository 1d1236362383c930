/*---
id: sensitive-not-pointed-out
clauses: [MIIT-2023-1.9]
criteria: [COL-15]
label: 违规收集个人信息
title: {zh: 未单独提示敏感个人信息, en: 'Sensitive personal information is not pointed out'}
decides: suspected
grade: note
needs: [policy]
silence_of: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "以加粗、下划线等方式突出显示敏感个人信息的处理目的、方式和范围，并写明必要性和影响。"
  en: "Point out why, how and how far sensitive personal information is handled, with its necessity and effect."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F11'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
  and exists (select 1 from disclosure p join data_type d on d.policy_term = p.data_type
              where p.package = e.package and d.sensitive and p.polarity in ('yes', 'conditional'))
