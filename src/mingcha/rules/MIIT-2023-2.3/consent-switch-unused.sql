/*---
id: consent-switch-unused
clauses: [MIIT-2023-2.3]
criteria: [SDM-07]
label: 违规使用第三方服务
title: {zh: 未调用SDK隐私合规接口, en: "An SDK's consent interface is not used"}
decides: suspected
grade: general
needs: [code]
silence_of: [code]
sentence:
  zh: "APP未调用“{owner_zh}”隐私合规接口（{api}）。"
  en: "The app does not call the consent interface of {owner_en} ({api})."
remedy:
  zh: "按“{owner_zh}”合规指南，在用户同意前仅作预初始化或不初始化，同意后再调用上述接口并正式初始化。"
  en: "Follow the guide of {owner_en}: before consent only pre-initialise or do nothing; after it call the interface, then initialise."
---*/
select w.package, w.sdk as owner, joined(w.api, '、') as api, 'sdk' as evidence_kind, w.sdk as place, joined(w.api, ', ') as quote
from sdk_switch w
where w.purpose = 'consent'
  -- An SDK none of whose code can run collects nothing and shows nothing.
  and (w.package, w.sdk) not in (select s.package, s.id from sdk s where s.state in ('linked', 'present'))
group by w.package, w.sdk
having sum(w.calls) = 0
