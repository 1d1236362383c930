/*---
id: keep-alive
clauses: [MIIT-2020-6]
criteria: [AST-11]
label: APP频繁自启动和关联启动
title: {zh: 保活手段, en: 'Techniques that keep the app alive'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}使用保活手段：{techniques_zh}，须上机核实退出后是否仍在运行。"
  en: "The code shows that {owner_en} keeps itself alive by {techniques_en}; a run must show whether it still runs after the user has left."
remedy:
  zh: "删除上述保活手段；确需持续运行的功能，使用带通知的前台服务，并由用户开启。"
  en: "Remove these techniques; for functions that must go on, use a foreground service with a notification that the user starts."
---*/
with technique as (
  select c.package, c.owner, c.place, c.path, c.rank,
         case c.kind when 'revive' then '服务销毁时自行重启' when 'watch' then '服务断开时重新拉起（互相守护）'
                     when 'pixel-window' then '一像素窗口' else '循环播放无声音频' end as zh,
         case c.kind when 'revive' then 'a service that starts again when it is destroyed'
                     when 'watch' then 'a service that is started again when its connection ends'
                     when 'pixel-window' then 'a window of one pixel' else 'silent audio in a loop' end as en,
         c.kind || coalesce(': ' || c.detail, '') as quote
  from reached_conduct c
  where c.kind in ('revive', 'watch', 'pixel-window', 'silent-loop')
  union all
  select a.package, a.owner, a.place, a.path, a.rank, '账号同步拉活' as zh, 'the sync of an account of its own' as en, a.quote
  from likely_access a
  where a.behaviour = 'self_start' and a.start_state <> 'unreached'
    and instr(a.api, ';->addAccountExplicitly(') > 0
    and a.package in (select f.package from intent_filter f where f.value = 'android.content.SyncAdapter')
    and (a.package, a.owner) in (select b.package, b.owner from likely_access b
                                 where instr(b.api, ';->addPeriodicSync(') > 0 or instr(b.api, ';->setIsSyncable(') > 0)
)
select t.package, t.owner, t.place, t.quote, t.path, t.rank, w.techniques_zh, w.techniques_en
from technique t
join (select s.package, s.owner, joined(s.zh, '、') as techniques_zh, joined(s.en, ', ') as techniques_en
      from technique s
      group by s.package, s.owner) w on w.package = t.package and w.owner = t.owner
