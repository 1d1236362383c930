/*---
id: desktop-changed-unprompted
clauses: [MIIT-2023-1.1]
criteria: [DCV-33]
label: 欺骗误导强迫用户
title: {zh: 启动或后台更改桌面, en: 'The desktop is changed at start or in the background'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下、无用户操作时可创建快捷方式、小部件或更换壁纸，须上机核实。"
  en: "The code shows that {owner_en} can create shortcuts or widgets or change the wallpaper at start or in the background, without a user's action; a run must confirm."
remedy:
  zh: "仅在用户主动选择时创建快捷方式、小部件或更换壁纸。"
  en: "Create shortcuts and widgets, and change the wallpaper, only when the user chooses to."
---*/
select a.package, a.owner, a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'desktop_change'
  and a.start_state in ('at-start', 'background')
  -- The library that carries the call out.
  and not starts_with(a.caller_class, 'Landroidx/core/')
  and not starts_with(a.caller_class, 'Landroid/support/')
