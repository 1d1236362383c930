/*---
id: no-access-or-copy
clauses: [CAC-191-6.1]
criteria: [ACC-10]
label: 账号注销难
title: {zh: 未说明查阅、复制个人信息的途径, en: 'No way to consult or copy personal information'}
decides: suspected
grade: general
needs: [policy]
silence_of: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "在隐私政策中写明查阅、复制、更正、删除个人信息的途径。"
  en: "Tell in the policy how to consult, copy, correct and delete personal information."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F16'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
