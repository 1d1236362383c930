/*---
id: sdk-immutable-identifier
clauses: [MIIT-2020-2, MIIT-2023-2.8]
criteria: [OVR-09]
label: 超范围收集个人信息
title: {zh: SDK收集不可变更的设备标识, en: "An SDK collects immutable device identifiers"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示SDK“{owner_zh}”可收集不可变更的设备标识：{types_zh}，须确认是否为其功能所必需。"
  en: "The code shows that the SDK {owner_en} can collect immutable device identifiers: {types_en}; whether its function needs it must be confirmed."
remedy:
  zh: "升级“{owner_zh}”到以OAID等可重置标识代替{types_zh}的版本，或用其隐私配置接口关闭该项收集。"
  en: "Update {owner_en} to a version that uses a resettable identifier such as OAID instead of {types_en}, or switch this off by its privacy interface."
---*/
with found as (
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, d.zh, d.en
  from likely_access a
  join data_type d on d.id = a.data_type
  where a.start_state <> 'unreached'
    and d.identifier_class = 'immutable'
    -- Push SDKs have a rule of their own.
    and a.owner in (select id from sdk_registry where category <> 'push')
),
types as (
  select f.package, f.owner, joined(f.zh, '、') as types_zh, joined(f.en, ', ') as types_en
  from found f
  group by f.package, f.owner
)
select f.package, f.owner, f.place, f.quote, f.path, f.rank, t.types_zh, t.types_en
from found f
join types t on t.package = f.package and t.owner = f.owner
