/*---
id: listed-permissions-incomplete
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-06]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 分发页面未明示权限及用途, en: 'Permissions or their purposes are not listed'}
decides: violated
grade: general
needs: [listing, manifest]
key: [store]
sentence:
  zh: "{store}的分发页面未明示{count}项敏感权限或其用途：{permissions}。"
  en: "The page at {store} does not list {count} dangerous permissions or what they are for: {permissions}."
remedy:
  zh: "在分发页面列明全部敏感权限及用途。"
  en: "List all dangerous permissions and what they are for on the page."
---*/
select p.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.store, joined(replace(p.name, 'android.permission.', ''), '、') as permissions,
       joined(p.name, ' ') as quote, count(*) as count
from permission p
join permission_info i on i.name = p.name and i.level = 'dangerous'
join (select distinct package, store from listing) l on l.package = p.package
where not exists (select 1 from listing s
                  where s.package = p.package and s.store = l.store and s.field = 'permission_purpose' and s.value = p.name)
group by p.package, l.store
