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
with trigger as (
  select f.package, f.component, f.value as action
  from intent_filter f
  join package k on k.package = f.package
  where f.type = 'receiver'
    and f.kind = 'action'
    and (f.value in ('android.intent.action.BOOT_COMPLETED', 'android.intent.action.LOCKED_BOOT_COMPLETED',
                     'android.intent.action.QUICKBOOT_POWERON', 'com.htc.intent.action.QUICKBOOT_POWERON')
         and f.package in (select p.package from permission p where p.name = 'android.permission.RECEIVE_BOOT_COMPLETED')
         -- Exempt from the limits of Android 8 on broadcasts to receivers of the manifest.
         or f.value in ('android.intent.action.MEDIA_MOUNTED', 'android.intent.action.PHONE_STATE',
                        'android.intent.action.NEW_OUTGOING_CALL', 'android.intent.action.TIME_SET')
         or coalesce(k.target_sdk, 0) < 26
            and f.value in ('android.intent.action.USER_PRESENT', 'android.intent.action.ACTION_POWER_CONNECTED',
                            'android.intent.action.ACTION_POWER_DISCONNECTED', 'android.intent.action.PACKAGE_ADDED',
                            'android.intent.action.PACKAGE_REMOVED', 'android.intent.action.PACKAGE_REPLACED',
                            'android.net.wifi.STATE_CHANGE')
         -- Changes of the network went to receivers of the manifest up to target 23.
         or coalesce(k.target_sdk, 0) < 24 and f.value = 'android.net.conn.CONNECTIVITY_CHANGE')
)
select c.package, c.owner, c.class as component,
       joined(t.action, '、') as actions,
       'AndroidManifest.xml: ' || c.class as place,
       joined(t.action, ', ') as quote
from component c
join trigger t on t.package = c.package and t.component = c.class
where c.type = 'receiver'
  and c.enabled
group by c.package, c.owner, c.class
