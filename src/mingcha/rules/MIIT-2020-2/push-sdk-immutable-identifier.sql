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
  zh: "代码显示推送SDK“{owner_zh}”可读取不可变更的设备标识：{data_type_zh}，推送服务无需此类标识。"
  en: "The code shows that the push SDK {owner_en} can read an immutable device identifier: {data_type_en}; pushing messages does not need it."
remedy:
  zh: "升级“{owner_zh}”，以应用安装标识或OAID完成设备注册，并关闭{data_type_zh}收集。"
  en: "Update {owner_en}, register devices by an installation id or OAID, and switch off the collection of {data_type_en}."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.start_state <> 'unreached'
  and a.data_type in (select id from data_type where identifier_class = 'immutable')
  and a.owner in (select id from sdk_registry where category = 'push')
