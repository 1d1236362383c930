/*---
id: hidden-from-recents
clauses: [MIIT-2023-1.3]
criteria: [DCV-27]
label: 欺骗误导强迫用户
title: {zh: 启动页不显示在最近任务列表, en: 'The launcher does not show among recent apps'}
decides: suspected
grade: note
needs: [manifest]
sentence:
  zh: "启动页{component}声明不显示在最近任务列表（excludeFromRecents），用户难以发现和关闭运行中的APP，须上机核实。"
  en: "The launcher {component} is declared not to show among recent apps (excludeFromRecents): the user can hardly see that the app runs; a run must confirm."
remedy:
  zh: "删除启动页的 android:excludeFromRecents；仅过渡页面可以使用。"
  en: "Remove android:excludeFromRecents of the launcher; only passing screens may use it."
---*/
select c.package, c.owner, c.class as component, 'AndroidManifest.xml: ' || c.class as place, 'android:excludeFromRecents="true"' as quote
from component c
where c.launcher
  and c.enabled
  and c.exclude_from_recents
  -- A launcher that hands on to the real screen: another screen shows in the list.
  and c.package not in (select o.package from component o where o.type = 'activity' and o.class <> c.class
                        and not coalesce(o.exclude_from_recents, false))
