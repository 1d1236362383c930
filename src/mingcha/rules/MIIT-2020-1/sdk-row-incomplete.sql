/*---
id: sdk-row-incomplete
clauses: [MIIT-2020-1, MIIT-2023-2.3]
criteria: [COL-20]
label: 违规收集个人信息
title: {zh: SDK清单内容不全, en: 'An SDK row that lacks something'}
decides: suspected
grade: general
needs: [code, policy]
sentence:
  zh: "隐私政策或清单提及“{name}”，未写明{lacks_zh}。"
  en: "The policy or its list names {name} and does not state {lacks_en}."
remedy:
  zh: "在清单中补充“{name}”的{lacks_zh}。"
  en: "Add {lacks_en} to the row of {name}."
---*/
select p.package, p.sdk as owner, 'policy' as evidence_kind, p.file as place, p.name as quote, p.name,
       substr(case when p.purpose is null then '、使用目的' else '' end
              || case when p.data is null and coalesce(cast(p.data_types as varchar), '[]') = '[]' then '、收集的信息类型' else '' end
              || case when p.link is null then '、隐私政策链接' else '' end, 2) as lacks_zh,
       substr(case when p.purpose is null then ', its purpose' else '' end
              || case when p.data is null and coalesce(cast(p.data_types as varchar), '[]') = '[]' then ', the types of data' else '' end
              || case when p.link is null then ', a link to its policy' else '' end, 3) as lacks_en
from policy_sdk p
join sdk s on s.package = p.package and s.id = p.sdk and s.confidence >= 0.9 and s.state = 'initialised'
where p.match = 'exact'
  and not p.complete
  and not exists (select 1 from policy_sdk q where q.package = p.package and q.sdk = p.sdk and q.complete)
