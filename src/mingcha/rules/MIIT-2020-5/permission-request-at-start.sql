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
select a.package, case when a.owner in (select id from sdk_registry) then a.owner else coalesce(a.initiator, a.owner) end as owner,
       a.place, a.quote, a.path, a.rank,
       coalesce(joined(coalesce(i.group_zh, i.name), '、'), '系统') as names_zh,
       coalesce(joined(coalesce(i.group_en, i.name), ', '), 'a permission') as names_en
from likely_access a
left join permission_info i on instr(', ' || a.argument || ',', ', ' || i.name || ',') > 0 and i.level = 'dangerous'
join package k on k.package = a.package
where a.behaviour = 'permission_request'
  and coalesce(a.via, 'api') = 'api'
  and a.start_state = 'at-start'
  -- Below, installation grants everything and nothing is asked.
  and coalesce(k.target_sdk, 23) >= 23
group by a.package, a.owner, a.initiator, a.place, a.quote, a.path, a.rank, a.argument
-- Notifications open no personal information.
having a.argument is null or count(i.name) > sum(case when i.name = 'android.permission.POST_NOTIFICATIONS' then 1 else 0 end)
