/*---
id: permission-request-at-start
clauses: [MIIT-2020-5, MIIT-2020-1, MIIT-2023-1.10]
criteria: [COL-09, PRM-07]
label: APP强制、频繁、过度索取权限
title: {zh: 启动时即可申请权限, en: "Permissions can be asked for at start"}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动流程中、未见同意判断的情况下可申请{names_zh}权限。"
  en: "The code shows that {owner_en} can ask for {names_en} during start-up, with no consent check on the way."
remedy:
  zh: "在用户同意隐私政策之后、使用相应功能时再申请权限，并同步告知目的。"
  en: "Ask for permissions after the user has agreed to the privacy policy, when the function that needs them is used, and say what for."
---*/
with asked as (
  select a.package, case when a.owner in (select id from sdk_registry) then a.owner else coalesce(a.initiator, a.owner) end as owner,
         a.place, a.quote, a.path, a.rank, coalesce(i.group_zh, i.name) as name_zh, coalesce(i.group_en, i.name) as name_en
  from likely_access a
  left join permission_info i on instr(', ' || a.argument || ',', ', ' || i.name || ',') > 0 and i.level = 'dangerous'
  join package k on k.package = a.package
  where a.behaviour = 'permission_request'
    and coalesce(a.via, 'api') = 'api'
    and a.start_state = 'at-start'
    -- Below, installation grants everything and nothing is asked.
    and coalesce(k.target_sdk, 23) >= 23
    -- Notifications open no personal information.
    and (a.argument is null or i.name <> 'android.permission.POST_NOTIFICATIONS')
),
-- What one culprit asks for in several calls, or in several ways of one, is told in one sentence.
named as (
  select package, owner, coalesce(joined(name_zh, '、'), '系统') as names_zh, coalesce(joined(name_en, ', '), 'a permission') as names_en
  from asked
  group by package, owner
)
select distinct a.package, a.owner, a.place, a.quote, a.path, a.rank, n.names_zh, n.names_en
from asked a
join named n on n.package = a.package and n.owner = a.owner
