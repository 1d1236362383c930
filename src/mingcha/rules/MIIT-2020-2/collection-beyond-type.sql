/*---
id: collection-beyond-type
clauses: [MIIT-2020-2]
criteria: [OVR-01]
label: 超范围收集个人信息
title: {zh: 收集超出应用类型所需, en: "Collection beyond what the app type needs"}
decides: suspected
grade: note
needs: [code, manifest]
sentence:
  zh: "APP类型为{type_zh}{basis_zh}，代码显示{owner_zh}可收集{data_type_zh}，不属于该类APP必要个人信息，也未见对应业务功能，须确认。"
  en: "The app is of the type {type_en}{basis_en}, and the code shows that {owner_en} can collect {data_type_en}: not necessary for this type, and no function of such apps needs it; to be confirmed."
remedy:
  zh: "删除对{data_type_zh}的收集；确有业务功能的，在隐私政策中明示，并允许用户拒绝而不影响其他功能。"
  en: "Do not collect {data_type_en}; where a function needs it, state it in the privacy policy and let the user refuse without losing other functions."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank, j.zh as type_zh, j.en as type_en, j.basis_zh, j.basis_en
from judged_type j
join likely_access a on a.package = j.package
where a.start_state <> 'unreached'
  and a.owner not in (select id from sdk_registry)
  and a.data_type in ('contacts', 'sms', 'call_log', 'calendar', 'precise_location', 'microphone', 'camera', 'heart_rate')
  and not starts_with(a.owner, 'oss:')
  and coalesce(a.via, 'api') <> 'intent'
  -- Who uses camera or microphone by hand sees it.
  and not (a.data_type in ('microphone', 'camera') and a.start_state = 'user-action')
  and (j.app_type, a.data_type) not in (select app_type, data_type from necessary)
  and not exists (select 1
                  from data_type_permission n
                  join permission_info i on i.name = n.permission
                  join justified_group g on g.group_zh = i.group_zh
                  where n.data_type = a.data_type and g.app_type = j.app_type)
