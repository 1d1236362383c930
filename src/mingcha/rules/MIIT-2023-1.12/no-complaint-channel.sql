/*---
id: no-complaint-channel
clauses: [MIIT-2023-1.12, CAC-191-6.5]
criteria: [ACC-07]
label: 账号注销难
title: {zh: 未公布投诉举报渠道, en: 'No channel for complaints'}
decides: suspected
grade: general
needs: [policy]
silence_of: [policy]
sentence:
  zh: "在隐私政策及其清单（{names}，共{characters}字）中未见“{name_zh}”（{readers}种方法均未读出）。"
  en: "The policy and its lists ({names}, {characters} characters) show no {name_en} ({readers} readers agree)."
remedy:
  zh: "公布个人信息安全投诉、举报渠道和答复时限。"
  en: "Publish a channel for complaints about personal information and the time of answers."
---*/
select e.package, 'app' as owner, 'policy' as evidence_kind, s.names as place, e.element, n.zh as name_zh, n.en as name_en, e.readers,
       s.names, s.characters
from policy_element e
join element_name n on n.element = e.element
join policy_searched s on s.package = e.package
where e.element = 'F19'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
  -- The check asks for channel and time; a text that speaks of complaints at all may tell of the channel.
  and not exists (select 1 from policy_file f
                  where f.package = e.package and (f.text like '%投诉%' or f.text like '%举报%' or lower(f.text) like '%complain%'))
