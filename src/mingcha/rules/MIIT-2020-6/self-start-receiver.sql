/*---
id: self-start-receiver
clauses: [MIIT-2020-6]
criteria: [AST-09]
label: APP频繁自启动和关联启动
title: {zh: 静态注册的自启动触发器, en: 'Receivers in the manifest that start the app by themselves'}
decides: suspected
grade: general
needs: [manifest]
key: [component]
sentence:
  zh: "清单静态注册广播接收器{component}，监听{actions}，APP可在未经用户操作的情况下自启动。"
  en: "The manifest registers the receiver {component} for {actions}: the app can start without a user's action."
remedy:
  zh: "非服务所必需的，删除该接收器，或默认停用，经用户同意后再启用。"
  en: "Unless the service needs it, remove the receiver, or disable it until the user has agreed."
---*/
select t.package, t.owner, t.component,
       joined(t.action, '、') as actions,
       'AndroidManifest.xml: ' || t.component as place,
       joined(t.action, ', ') as quote
from start_trigger t
-- Those of SDKs have a rule of their own.
where t.owner not in (select id from sdk_registry)
group by t.package, t.owner, t.component
