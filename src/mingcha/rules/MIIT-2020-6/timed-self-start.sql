/*---
id: timed-self-start
clauses: [MIIT-2020-6, MIIT-2023-1.6]
criteria: [AST-03]
label: APP频繁自启动和关联启动
title: {zh: 启动或后台设置定时、常驻任务, en: 'Timed or persistent tasks are set at start or in the background'}
decides: suspected
grade: note
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下设置定时或常驻任务，到时可自行启动，须确认是否为服务所必需、有无合理场景。"
  en: "The code shows that {owner_en} sets timed or persistent tasks at start or in the background, which start it again; whether the service needs it must be confirmed."
remedy:
  zh: "删除非必需的定时唤醒和常驻任务；确需的，在隐私政策中明示场景和目的，经用户同意后再设置。"
  en: "Remove timed wake-ups and persistent tasks that are not necessary; state the others with scene and purpose, and set them after consent."
---*/
select a.package, a.owner, a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'self_start'
  and a.start_state in ('at-start', 'background')
  and instr(a.api, 'AlarmManager;->setRepeating(') + instr(a.api, 'AlarmManager;->setInexactRepeating(')
      + instr(a.api, ';->setPersisted(') + instr(a.api, ';->addPeriodicSync(') > 0
  -- The library that runs the tasks of others.
  and not starts_with(a.caller_class, 'Landroidx/work/')
