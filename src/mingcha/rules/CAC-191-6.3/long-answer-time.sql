/*---
id: long-answer-time
clauses: [CAC-191-6.3]
criteria: [ACC-04]
label: 账号注销难
title: {zh: 更正、删除、注销的承诺时限超过15个工作日, en: 'More than 15 working days for correction, deletion or cancellation'}
decides: violated
grade: general
needs: [policy]
sentence:
  zh: "隐私政策承诺“{statement}”，超过15个工作日。"
  en: "The policy promises “{statement}”: more than 15 working days."
remedy:
  zh: "将更正、删除、注销的处理时限改为15个工作日以内。"
  en: "Promise correction, deletion and cancellation within 15 working days."
---*/
select p.package, 'app' as owner, 'policy' as evidence_kind, p.file as place, p.quote, p.quote as statement
from policy_promise p
where (p.subject = 'cancellation'
       or p.subject = 'rights'
          and (p.quote like '%更正%' or p.quote like '%删除%' or p.quote like '%注销%' or p.quote like '%correct%' or p.quote like '%delet%'))
  and p.stated
  -- Thirty days hold more than 15 working days in any season; from 20 to 29 it depends on the holidays.
  and (p.unit = 'working-day' and p.days > 15 or p.unit = 'day' and p.days >= 30)
