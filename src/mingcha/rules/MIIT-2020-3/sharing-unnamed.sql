/*---
id: sharing-unnamed
clauses: [MIIT-2020-3]
criteria: [USE-03]
label: 违规使用个人信息
title: {zh: 隐私政策称共享个人信息而未写明接收方, en: 'A policy that shares data and names no recipient'}
decides: suspected
grade: note
needs: [policy]
silence_of: [policy]
sentence:
  zh: "隐私政策称向第三方提供个人信息：“{statement}”，政策及其清单（{names}，共{characters}字）未见任何接收方的名称{purpose_zh}。"
  en: "The policy says that data go to third parties (“{statement}”), and it and its lists ({names}, {characters} characters) name none of them{purpose_en}."
remedy:
  zh: "逐一写明接收方的名称、联系方式、处理目的、处理方式和个人信息的种类。"
  en: "Name each recipient with its contact, purpose, manner and the types of data it gets."
---*/
select d.package, 'app' as owner, 'policy' as evidence_kind, d.file as place, min(d.quote) as quote, min(d.quote) as statement,
       s.names, s.characters,
       case when max(d.purpose) is null then '，也未写明目的' else '' end as purpose_zh,
       case when max(d.purpose) is null then ' and tell no purpose' else '' end as purpose_en
from disclosure d
join policy_searched s on s.package = d.package
where d.practice = 'share'
  and d.handler = 'self'
  and d.recipient = 'third-party'
  and d.polarity in ('yes', 'conditional')
  -- Authorities need not be named beforehand.
  and d.quote not like '%机关%'
  and not exists (select 1 from policy_sdk n where n.package = d.package)
  and not exists (select 1 from policy_name n where n.package = d.package)
  and not exists (select 1 from policy_element l where l.package = d.package and l.element = 'F13' and coalesce(l.present, true))
group by d.package, d.file, s.names, s.characters
