/*---
id: sdk-self-start
clauses: [MIIT-2020-6]
criteria: [AST-04, AST-09]
label: APP频繁自启动和关联启动
title: {zh: SDK注册的自启动触发器, en: 'An SDK registers receivers that start the app by themselves'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "清单中SDK“{owner_zh}”的广播接收器{components}监听{actions}，可在未经用户操作的情况下触发APP自启动，须上机核实。"
  en: "In the manifest the receivers {components} of the SDK {owner_en} listen for {actions}: it can start the app without a user's action; a run must confirm."
remedy:
  zh: "在合并清单时以 tools:node=\"remove\" 移除“{owner_zh}”的自启动接收器，或按其文档关闭自启动，经用户同意后再启用。"
  en: "Remove the receivers of {owner_en} by tools:node=\"remove\", or switch its self-start off as its documents say, until the user has agreed."
---*/
select t.package, t.owner, 'AndroidManifest.xml: ' || t.component as place, t.action as quote, w.actions, w.components
from start_trigger t
join (select s.package, s.owner, joined(s.action, '、') as actions, joined(s.component, '、') as components
      from start_trigger s
      group by s.package, s.owner) w on w.package = t.package and w.owner = t.owner
where t.owner in (select id from sdk_registry)
