/*---
id: policy-without-rules
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-02]
label: 违规收集个人信息
title: {zh: 隐私政策没有收集使用规则, en: 'A policy without rules of collection and use'}
decides: suspected
grade: serious
needs: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "写明收集使用个人信息的目的、方式和范围。"
  en: "State why, how and how far personal information is collected and used."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F1'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
