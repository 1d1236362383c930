/*---
id: window-outside-app
clauses: [MIIT-2023-1.4]
criteria: [DCV-11]
label: 违规互联网弹窗信息推送服务
title: {zh: 启动或后台可弹出应用外窗口, en: 'Windows over other apps can appear at start or in the background'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下可弹出覆盖其他应用的窗口（{means_zh}），须上机核实是否在应用外弹窗。"
  en: "The code shows that {owner_en} can open windows over other apps at start or in the background ({means_en}); a run must show whether it does."
remedy:
  zh: "删除后台弹窗；确需悬浮窗的功能，由用户主动开启，且不用于展示广告。"
  en: "Do not open windows from the background; floating windows are for the user to switch on, and not for advertisements."
---*/
with means as (
  select c.package, c.owner, c.place, 'LayoutParams.type = ' || c.detail as quote, c.path, c.rank, '悬浮窗' as zh, 'overlay window' as en
  from reached_conduct c
  where c.kind = 'overlay' and c.start_state in ('at-start', 'background')
    -- A toast's window type needs no permission up to Android 7 and is closed by the system from then on.
    and c.detail <> '2005'
    and c.package in (select p.package from permission p where p.name = 'android.permission.SYSTEM_ALERT_WINDOW')
  union all
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, '全屏通知' as zh, 'full-screen notification' as en
  from likely_access a
  where instr(a.api, ';->setFullScreenIntent(') > 0 and a.start_state = 'background'
    -- The library that passes on what others ask for.
    and not starts_with(a.caller_class, 'Landroidx/core/')
    and not starts_with(a.caller_class, 'Landroid/support/')
)
select m.package, m.owner, m.place, m.quote, m.path, m.rank, w.means_zh, w.means_en
from means m
join (select s.package, s.owner, joined(s.zh, '、') as means_zh, joined(s.en, ', ') as means_en
      from means s
      group by s.package, s.owner) w on w.package = m.package and w.owner = m.owner
