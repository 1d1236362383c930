/*---
id: shake-below-reference
clauses: [MIIT-2023-1.4]
criteria: [DCV-06]
label: 信息窗口乱跳转
title: {zh: 摇一摇灵敏度高于参考值, en: 'A shake more sensitive than the reference'}
decides: suspected
grade: general
needs: [code]
sentence:
  zh: "代码显示{owner_zh}以加速度{value} m/s²为界判断“摇一摇”，低于参考值15 m/s²；参数也可能由服务器下发，须上机核实触发的加速度、角度、时长及是否跳转。"
  en: "The code shows that {owner_en} takes an acceleration of {value} m/s² for a shake, below the reference of 15 m/s²; parameters may also come from a server: a run must show acceleration, angle and time, and whether it jumps."
remedy:
  zh: "将触发条件提高到加速度不小于15 m/s²、转动角度不小于35°、操作时间不少于3秒，或取消摇一摇跳转。"
  en: "Raise the trigger to at least 15 m/s², 35° and 3 s, or give up jumping on a shake."
---*/
select c.package, c.owner, c.detail as value, c.place, 'onSensorChanged: ' || c.detail || ' m/s²' as quote, c.path, c.rank
from reached_conduct c
where c.kind = 'shake'
  and cast(c.detail as double) < 15
  -- Compass and gyroscope count in other units.
  and (c.package, c.owner) in (select a.package, a.owner from likely_access a
                               where a.data_type = 'sensor' and a.start_state <> 'unreached' and a.argument in ('TYPE=1', 'TYPE=10'))
