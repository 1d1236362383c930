/*---
id: self-start-receiver
clauses: [MIIT-2020-6]
criteria: [AST-09]
label: APP频繁自启动和关联启动
title: {zh: 静态注册的自启动触发器, en: 'Receivers in the manifest that start the app by themselves'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "清单静态注册{action}广播接收器（{component}），APP可在未经用户操作的情况下自启动。"
  en: "The manifest registers a receiver for {action} ({component}): the app can start without a user's action."
remedy:
  zh: "非服务所必需的，删除该接收器，或默认停用，经用户同意后再启用。"
  en: "Unless the service needs it, remove the receiver, or disable it until the user has agreed."
---*/
select f.package, c.owner, f.value as action, f.component,
       'AndroidManifest.xml: ' || f.component as place,
       f.value as quote
from intent_filter f
join component c on c.package = f.package and c.class = f.component and c.type = f.type
where f.type = 'receiver'
  and f.kind = 'action'
  and c.enabled
  and f.value in ('android.intent.action.BOOT_COMPLETED', 'android.intent.action.LOCKED_BOOT_COMPLETED',
                  'android.intent.action.QUICKBOOT_POWERON', 'com.htc.intent.action.QUICKBOOT_POWERON',
                  'android.net.conn.CONNECTIVITY_CHANGE', 'android.net.wifi.STATE_CHANGE', 'android.intent.action.USER_PRESENT',
                  'android.intent.action.ACTION_POWER_CONNECTED', 'android.intent.action.ACTION_POWER_DISCONNECTED',
                  'android.intent.action.PACKAGE_ADDED', 'android.intent.action.PACKAGE_REMOVED',
                  'android.intent.action.PACKAGE_REPLACED', 'android.intent.action.MEDIA_MOUNTED',
                  'android.intent.action.TIME_TICK', 'android.intent.action.BATTERY_CHANGED',
                  'android.intent.action.PHONE_STATE', 'android.intent.action.NEW_OUTGOING_CALL')
