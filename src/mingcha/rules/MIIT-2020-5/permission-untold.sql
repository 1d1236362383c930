/*---
id: permission-untold
clauses: [MIIT-2020-5, MIIT-2023-1.10]
criteria: [PRM-02]
label: APP强制、频繁、过度索取权限
title: {zh: 隐私政策未说明所申请的权限, en: 'A permission whose use the policy does not tell'}
decides: suspected
grade: general
needs: [manifest, policy]
silence_of: [policy]
key: [group_zh]
sentence:
  zh: "清单声明{group_zh}权限（{permission}）；隐私政策及其清单（{names}，共{characters}字）未提及该权限所涉及的任何信息（{types_zh}），须核对申请时是否告知目的。"
  en: "The manifest asks for {permission} ({group_en}), and the policy and its lists ({names}, {characters} characters) name nothing that it opens ({types_en}); whether the purpose is told when it is asked for must be checked."
remedy:
  zh: "在隐私政策的权限说明中写明申请{group_zh}权限的目的和场景，并在申请时同步告知；不需要的，删除该声明。"
  en: "Tell in the policy why and when {permission} is asked for, and tell it again at the request; remove the declaration where it is not needed."
---*/
select p.package, 'app' as owner, 'manifest' as evidence_kind, 'AndroidManifest.xml' as place, p.name as quote, p.name as permission,
       i.group_zh, i.group_en, s.names, s.characters, joined(d.zh, '、') as types_zh, joined(d.en, ', ') as types_en
from permission p
join permission_info i on i.name = p.name and i.level = 'dangerous' and i.group_zh is not null
join policy_searched s on s.package = p.package
join data_type_permission n on n.permission = p.name
join data_type d on d.id = n.data_type and d.policy_term in (select term from policy_word)
where not exists (select 1
                  from data_type_permission m
                  join data_type e on e.id = m.data_type
                  join policy_term t on t.term = e.policy_term
                  join disclosure c on c.package = p.package and c.data_type = t.wider and c.polarity <> 'no'
                  where m.permission = p.name)
group by p.package, p.name, i.group_zh, i.group_en, s.names, s.characters
