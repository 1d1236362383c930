/*---
id: uninstall-guard
clauses: [MIIT-2023-1.3]
criteria: [DCV-28]
label: 欺骗误导强迫用户
title: {zh: 无障碍服务可阻挠卸载, en: 'An accessibility service can hamper uninstalling'}
decides: suspected
grade: serious
needs: [code, manifest]
sentence:
  zh: "代码显示无障碍服务{component}识别卸载界面（“{text}”）并可代替用户操作，可阻挠卸载，须上机核实。"
  en: "The code shows that the accessibility service {component} knows the uninstaller (“{text}”) and acts in the user's place: it can hamper uninstalling; a run must confirm."
remedy:
  zh: "删除无障碍服务中识别卸载界面并执行操作的代码。"
  en: "Remove the code of the accessibility service that knows the uninstaller and acts on it."
---*/
select c.package, c.owner, m.class as component, c.detail as text,
       c.place, c.detail as quote, c.path, c.rank
from reached_conduct c
join component m on m.package = c.package and c.caller_class = 'L' || replace(m.target, '.', '/') || ';' and m.enabled
where c.kind = 'uninstall-guard'
  and m.permission = 'android.permission.BIND_ACCESSIBILITY_SERVICE'
