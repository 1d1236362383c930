/*---
id: no-third-party-list
clauses: [MIIT-2023-2.3]
criteria: [COL-31]
label: 违规收集个人信息
title: {zh: 未见已收集个人信息清单和第三方共享清单, en: 'The two lists are not to be seen'}
decides: suspected
grade: note
needs: [policy]
silence_of: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "建立已收集个人信息清单和与第三方共享个人信息清单，并在应用二级菜单展示。"
  en: "Keep a list of data collected and one of data shared, and show them in the second-level menu."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F30'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
  -- A list of SDKs in the policy or linked by it is one, whatever its name. Names without a list that was read may be one that
  -- lost its lines.
  and not exists (select 1 from policy_element l where l.package = e.package and l.element = 'F13' and coalesce(l.present, true))
  and not exists (select 1 from policy_name l where l.package = e.package)
