/*---
id: no-withdrawal-in-policy
clauses: [MIIT-2020-1]
criteria: [COL-26]
label: 违规收集个人信息
title: {zh: 隐私政策未说明如何撤回同意, en: 'A policy that does not tell how to withdraw consent'}
decides: suspected
grade: general
needs: [policy]
silence_of: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "在隐私政策中写明撤回同意的途径，并在应用内提供。"
  en: "Tell in the policy how consent is withdrawn, and offer it in the app."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F17'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
