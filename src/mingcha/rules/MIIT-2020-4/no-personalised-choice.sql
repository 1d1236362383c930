/*---
id: no-personalised-choice
clauses: [MIIT-2020-4]
criteria: [PUSH-04]
label: 强制用户使用定向推送功能
title: {zh: 未见关闭定向推送的选项, en: "No choice about personalised content was seen"}
decides: suspected
grade: general
needs: [code, resources]
silence_of: [code, resources]
sentence:
  zh: "APP集成广告SDK“{owner_zh}”，未见关闭个性化广告或推荐的选项，须确认是否提供非定向推送选项。"
  en: "The app has the ad SDK {owner_en}, and no choice to switch off personalised ads or content was seen; whether it offers one must be confirmed."
remedy:
  zh: "在设置页面提供关闭个性化广告和推荐的开关，并将用户选择传递给“{owner_zh}”。"
  en: "Offer a switch for personalised ads and content in the settings, and pass the choice on to {owner_en}."
---*/
select s.package, s.id as owner, 'sdk' as evidence_kind, s.id as place, s.evidence as quote
from sdk s
join sdk_registry r on r.id = s.id
where r.category = 'ads'
  and s.confidence >= 0.9
  and coalesce(s.state, 'initialised') = 'initialised'
  and s.package not in (select w.package from wording w where w.topic = 'personalised_choice' and (w.source <> 'code' or w.owner = 'app'))
