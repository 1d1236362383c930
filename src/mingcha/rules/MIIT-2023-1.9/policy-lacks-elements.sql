/*---
id: policy-lacks-elements
clauses: [MIIT-2023-1.9]
criteria: [COL-29]
label: 违规收集个人信息
title: {zh: 隐私政策缺少必备内容, en: 'A policy that lacks what it must hold'}
decides: suspected
grade: general
needs: [policy]
silence_of: [policy]
key: [element]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "在隐私政策中补充“{name_zh}”。"
  en: "Add to the policy: {name_en}."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element in ('F7', 'F15', 'F24', 'F18')
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
  -- Who has no account has none to cancel.
  and (e.element <> 'F18'
       or exists (select 1 from policy_file f
                  where f.package = e.package
                    and (f.text like '%注册%' or f.text like '%账号%' or f.text like '%帐号%' or f.text like '%登录%'
                         or lower(f.text) like '%account%' or lower(f.text) like '%sign up%')))
