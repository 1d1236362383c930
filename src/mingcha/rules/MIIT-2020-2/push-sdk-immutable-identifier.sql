/*---
id: push-sdk-immutable-identifier
clauses: [MIIT-2020-2, MIIT-2023-2.8]
criteria: [SDK-14, OVR-09]
label: 超范围收集个人信息
title: {zh: 推送SDK收集不可变更的设备标识, en: "A push SDK collects immutable device identifiers"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示推送SDK“{owner_zh}”可读取不可变更的设备标识：{types_zh}，推送服务无需此类标识。"
  en: "The code shows that the push SDK {owner_en} can read immutable device identifiers: {types_en}; pushing messages does not need them."
remedy:
  zh: "升级“{owner_zh}”，以应用安装标识或OAID完成设备注册，并关闭{types_zh}收集。"
  en: "Update {owner_en}, register devices by an installation id or OAID, and switch off the collection of {types_en}."
---*/
with found as (
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, d.zh, d.en
  from likely_access a
  join data_type d on d.id = a.data_type
  where a.start_state <> 'unreached'
    and d.identifier_class = 'immutable'
    and a.owner in (select id from sdk_registry where category = 'push')
),
types as (
  select f.package, f.owner, joined(f.zh, '、') as types_zh, joined(f.en, ', ') as types_en
  from found f
  group by f.package, f.owner
)
select f.package, f.owner, f.place, f.quote, f.path, f.rank, t.types_zh, t.types_en
from found f
join types t on t.package = f.package and t.owner = f.owner
