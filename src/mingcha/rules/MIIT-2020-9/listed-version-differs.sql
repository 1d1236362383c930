/*---
id: listed-version-differs
clauses: [MIIT-2020-9, MIIT-2023-2.4]
criteria: [STO-05]
label: 应用分发平台上的APP信息明示不到位
title: {zh: 公示版本与安装包版本不一致, en: 'The listed version is not that of the package'}
decides: violated
grade: general
needs: [listing, manifest]
key: [store]
sentence:
  zh: "{store}公示的版本{listed}与安装包版本{version}不一致。"
  en: "The version listed at {store}, {listed}, is not that of the package, {version}."
remedy:
  zh: "使公示版本与安装包版本一致。"
  en: "Let the listed version and that of the package be the same."
---*/
select l.package, 'app' as owner, 'listing' as evidence_kind, l.store as place, l.value as quote, l.store, l.value as listed, k.version_name as version
from listing l
join package k on k.package = l.package
where l.field = 'version'
  and k.version_name is not null
  and lower(trim(l.value)) <> lower(trim(k.version_name))
  and lower(trim(l.value)) <> 'v' || lower(trim(k.version_name))
  and 'v' || lower(trim(l.value)) <> lower(trim(k.version_name))
