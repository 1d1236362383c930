/*---
id: no-launcher-entry
clauses: [MIIT-2023-1.3]
criteria: [DCV-27]
label: 欺骗误导强迫用户
title: {zh: 无桌面入口而可自启动, en: 'No entry on the desktop, yet it starts by itself'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "APP没有桌面入口，但注册了自启动触发器（{actions}），安装后可在用户看不到的情况下运行，须上机核实。"
  en: "The app has no entry on the desktop but registers for {actions}: it can run where the user does not see it; a run must confirm."
remedy:
  zh: "提供桌面入口，或删除自启动触发器。"
  en: "Give the app an entry on the desktop, or remove what starts it by itself."
---*/
select t.package, t.owner, joined(t.action, '、') as actions, 'AndroidManifest.xml: ' || t.component as place, joined(t.action, ', ') as quote
from start_trigger t
where t.package not in (select c.package from component c where c.launcher and c.enabled)
  -- Keyboards, wallpapers, and what the system binds to are meant to have no entry, as are home screens and apps for television.
  and t.package not in (select b.package from component b where starts_with(b.permission, 'android.permission.BIND_'))
  and t.package not in (select f.package from intent_filter f
                        where f.kind = 'category'
                          and f.value in ('android.intent.category.HOME', 'android.intent.category.LEANBACK_LAUNCHER'))
group by t.package, t.owner, t.component
