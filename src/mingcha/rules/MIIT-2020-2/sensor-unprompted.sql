/*---
id: sensor-unprompted
clauses: [MIIT-2020-2]
criteria: [OVR-25]
label: 超范围收集个人信息
title: {zh: 无用户操作采集传感器, en: "Sensors are read without a user's action"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下可注册传感器监听。"
  en: "The code shows that {owner_en} can register a sensor listener at start or in the background."
remedy:
  zh: "仅在使用相关功能时注册传感器监听，离开页面时注销，并避免高采样率。"
  en: "Register sensor listeners only while the function is in use, unregister them on leaving, and avoid high rates."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type = 'sensor' and a.start_state in ('at-start', 'background')
  and instr(a.api, ';->registerListener(') > 0
