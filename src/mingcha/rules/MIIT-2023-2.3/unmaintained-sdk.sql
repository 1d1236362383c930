/*---
id: unmaintained-sdk
clauses: [MIIT-2023-2.3]
criteria: [SDM-04]
label: 违规使用第三方服务
title: {zh: 集成已停止维护的SDK, en: "An SDK that is no longer maintained"}
decides: suspected
grade: note
needs: [code]
sentence:
  zh: "集成“{owner_zh}”，该SDK{since_zh}，不再有合规更新。"
  en: "The package holds {owner_en}, which {since_en}: there are no updates for compliance any more."
remedy:
  zh: "移除“{owner_zh}”，改用仍在维护并提供隐私合规接口的SDK。"
  en: "Remove {owner_en} and use an SDK that is maintained and offers privacy interfaces."
---*/
with ended (id, zh, en) as (
  -- From the providers' own announcements, from professional knowledge.
  values ('umeng_update', '已于2016年10月停止服务', 'ended in October 2016'),
         ('tencent_weibo', '所属服务已于2020年9月停止运营', 'belongs to a service that ended in September 2020')
)
select s.package, s.id as owner, e.zh as since_zh, e.en as since_en, 'sdk' as evidence_kind, s.id as place, s.evidence as quote
from sdk s
join ended e on e.id = s.id
where s.confidence >= 0.9
