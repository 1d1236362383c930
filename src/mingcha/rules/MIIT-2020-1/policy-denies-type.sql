/*---
id: policy-denies-type
clauses: [MIIT-2020-1]
criteria: [COL-36]
label: 违规收集个人信息
title: {zh: 实际行为与隐私政策声明相反, en: 'Behaviour against what the policy says'}
decides: suspected
grade: serious
needs: [code, manifest, policy]
sentence:
  zh: "隐私政策称“{statement}”，而代码可读取{data_type_zh}。"
  en: "The policy says “{statement}”, and the code can read {data_type_en}."
remedy:
  zh: "删除读取{data_type_zh}的代码，或如实修改隐私政策并取得用户同意。"
  en: "Remove the code that reads {data_type_en}, or state the truth in the policy and ask for consent."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, t.quote as statement
from told_type t
join likely_access a on a.package = t.package and a.owner = t.owner and a.data_type = t.data_type and a.start_state <> 'unreached'
join data_type d on d.id = t.data_type
where t.state = 'incorrect'
  and not t.is_sdk
