/*---
id: sensitive-bait
clauses: [MIIT-2020-8, CAC-191-3.7]
criteria: [DCV-29]
label: 欺骗误导强迫用户
title: {zh: 以奖励换取敏感信息的话术, en: 'Rewards are offered for sensitive information'}
decides: suspected
grade: general
needs: [code, resources]
sentence:
  zh: "APP含有以奖励、积分或优惠换取敏感信息的话术（“{text}”），须查看界面核实所收集的信息是否为服务所必需。"
  en: "The app holds words that offer rewards for sensitive information (“{text}”); its screens must show whether the service needs the information."
remedy:
  zh: "不得以积分、奖励、优惠等诱导用户提供身份证、人脸、银行卡等敏感信息；活动与实名认证脱钩。"
  en: "Do not offer points, rewards or discounts for identity cards, faces or bank cards; separate campaigns from the check of identity."
---*/
select w.package, w.owner, w.value as text, 'code' as evidence_kind, w.place, w.value as quote
from wording w
where w.topic = 'sensitive_bait'
