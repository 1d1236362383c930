/*---
id: personalised-push-untold
clauses: [MIIT-2020-4]
criteria: [PUSH-01]
label: 强制用户使用定向推送功能
title: {zh: 隐私政策未写明定向推送及其关闭方式, en: 'A policy that tells nothing of switching personalised content off'}
decides: suspected
grade: general
needs: [code, policy]
silence_of: [policy]
sentence:
  zh: "{ground_zh}，隐私政策及其清单（{names}，共{characters}字）未写明定向推送、个性化广告的关闭方式（{readers}种方法均未读出）。"
  en: "{ground_en}, and the policy and its lists ({names}, {characters} characters) tell no way to switch personalised content or ads off ({readers} readers agree)."
remedy:
  zh: "在隐私政策中写明定向推送、个性化广告使用的个人信息、场景和关闭方式。"
  en: "Tell in the policy which data personalised content and ads use, where they are shown and how to switch them off."
---*/
select g.package, g.owner, g.evidence_kind, g.place, g.quote, g.ground_zh, g.ground_en, s.names, s.characters, e.readers
from policy_element e
join policy_searched s on s.package = e.package
join (
  select k.package, k.id as owner, 'sdk' as evidence_kind, k.id as place, k.id as quote,
         'APP集成广告SDK“' || r.name_zh || '”' as ground_zh, 'The app has the ad SDK ' || r.name_en as ground_en
  from sdk k
  join sdk_registry r on r.id = k.id
  where r.category = 'ads'
    and k.confidence >= 0.9
    and coalesce(k.state, 'initialised') = 'initialised'
  union all
  select d.package, 'app' as owner, 'policy' as evidence_kind, d.file as place, min(d.quote) as quote,
         '隐私政策称将个人信息用于个性化推荐或推送' as ground_zh, 'The policy says that data are used to personalise content' as ground_en
  from disclosure d
  where d.purpose = 'personalise'
    -- Cookies remember settings; their 个性化服务 pushes nothing.
    and d.data_type <> 'cookie'
    and d.handler = 'self'
    and d.polarity in ('yes', 'conditional')
  group by d.package, d.file
) g on g.package = e.package
where e.element = 'F22'
  and not e.present
  -- One reader may be blind.
  and e.readers >= 2
