/*---
id: ad-switch-unused
clauses: [MIIT-2020-4, MIIT-2023-2.3]
criteria: [PUSH-10]
label: 强制用户使用定向推送功能
title: {zh: 未向广告SDK传递个性化广告选择, en: "The choice about personalised ads is not passed on"}
decides: suspected
grade: general
needs: [code]
silence_of: [code]
sentence:
  zh: "APP未将用户选择传递至“{owner_zh}”个性化广告开关（{api}）。"
  en: "The app does not pass the user's choice on to the personalised-ad switch of {owner_en} ({api})."
remedy:
  zh: "在用户关闭个性化广告后，调用“{owner_zh}”的个性化广告开关接口传递用户选择。"
  en: "When the user switches off personalised ads, call the switch of {owner_en}."
---*/
select w.package, w.sdk as owner, joined(w.api, '、') as api, 'sdk' as evidence_kind, w.sdk as place, joined(w.api, ', ') as quote
from sdk_switch w
where w.purpose = 'personalised_ads'
  -- An SDK none of whose code can run collects nothing and shows nothing.
  and (w.package, w.sdk) not in (select s.package, s.id from sdk s where s.state in ('linked', 'present'))
group by w.package, w.sdk
having sum(w.calls) = 0
