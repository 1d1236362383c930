/*---
id: listed-sdk-not-embedded
clauses: [MIIT-2023-2.3]
criteria: [SDM-02]
label: 违规使用第三方服务
title: {zh: 清单所列SDK未在安装包中发现, en: 'A listed SDK that is not in the package'}
decides: suspected
grade: note
needs: [code, policy]
silence_of: [code]
sentence:
  zh: "清单列有“{name}”，安装包中未发现该SDK，清单可能未及时更新。"
  en: "The list names {name}, which was not found in the package: the list may not be kept up to date."
remedy:
  zh: "核对SDK清单与当前版本实际集成的SDK，删去不再集成的，注明更新日期。"
  en: "Check the list against the SDKs of this version, take out those that are no longer there, and date it."
---*/
select p.package, p.sdk as owner, 'policy' as evidence_kind, p.file as place, p.name as quote, p.name
from policy_sdk p
where p.match = 'exact'
  and p.sdk is not null
  and coalesce(cast(p.data_types as varchar), '[]') <> '[]'
  and not exists (select 1 from sdk s where s.package = p.package and s.id = p.sdk)
