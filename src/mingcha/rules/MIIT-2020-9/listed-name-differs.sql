/*---
id: listed-name-differs
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-02]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 公示名称与安装后名称不一致, en: 'The listed name is not that of the app'}
decides: violated
grade: general
needs: [listing, manifest]
key: [store]
sentence:
  zh: "{store}公示的名称“{listed}”与安装后的名称“{name}”不一致。"
  en: "The name listed at {store}, {listed}, is not that of the installed app, {name}."
remedy:
  zh: "使公示名称与安装后显示的名称一致。"
  en: "Let the listed name and that of the installed app be the same."
---*/
select l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.value as quote, l.store, l.value as listed, k.name
from listing l
join package k on k.package = l.package
where l.field = 'app_name'
  and k.name is not null
  and lower(trim(l.value)) <> lower(trim(k.name))
  -- A slogan after the name is no other name.
  and not (starts_with(lower(trim(l.value)), lower(trim(k.name)))
           and substr(trim(l.value), length(trim(k.name)) + 1, 1) in ('-', '—', '–', '_', ':', '：', '(', '（', '·', ' ', '|', '｜', ',', '，'))
