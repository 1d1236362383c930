/*---
id: launcher-hidden
clauses: [MIIT-2023-1.3]
criteria: [DCV-27]
label: 欺骗误导强迫用户
title: {zh: 代码可隐藏桌面图标, en: 'Code can hide the icon from the desktop'}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下可停用唯一的桌面入口{component}，隐藏桌面图标，须上机核实。"
  en: "The code shows that {owner_en} can switch off the only entry on the desktop, {component}, at start or in the background: the icon disappears; a run must confirm."
remedy:
  zh: "不得停用桌面入口；删除调用 setComponentEnabledSetting 停用启动页的代码。"
  en: "Do not switch the entry off: remove the call of setComponentEnabledSetting that disables the launcher."
---*/
select c.package, c.owner, c.detail as component, c.place, 'setComponentEnabledSetting(' || c.detail || ', DISABLED)' as quote, c.path, c.rank
from reached_conduct c
join component m on m.package = c.package and m.class = c.detail and m.launcher
where c.kind = 'component-disabled'
  and c.start_state in ('at-start', 'gated', 'background')
  -- Apps that change their icon switch one of several entries off and another one on.
  and c.package not in (select o.package from component o where o.launcher group by o.package having count(*) > 1)
