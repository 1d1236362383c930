/*---
id: long-complaint-time
clauses: [CAC-191-6.5]
criteria: [ACC-08]
label: 账号注销难
title: {zh: 投诉举报的承诺时限超过15个工作日, en: 'More than 15 working days for complaints'}
decides: suspected
grade: general
needs: [policy]
sentence:
  zh: "隐私政策承诺“{statement}”，超过15个工作日。"
  en: "The policy promises “{statement}”: more than 15 working days."
remedy:
  zh: "将投诉、举报的答复时限改为15个工作日以内。"
  en: "Promise answers to complaints within 15 working days."
---*/
select p.package, 'app' as owner, 'policy' as evidence_kind, p.file as place, p.quote, p.quote as statement
from policy_promise p
where p.subject = 'complaint'
  and p.stated
  -- Thirty days hold more than 15 working days in any season; from 20 to 29 it depends on the holidays.
  and (p.unit = 'working-day' and p.days > 15 or p.unit = 'day' and p.days >= 30)
