/*---
id: sms-or-call-permission
clauses: [MIIT-2020-5]
criteria: [PRM-22]
label: APP强制、频繁、过度索取权限
title: {zh: 短信、通话类权限超出适用范围, en: 'SMS or call permissions of an app that is no SMS or phone app'}
decides: suspected
grade: general
needs: [manifest]
sentence:
  zh: "APP未声明为默认短信或电话应用，申请{permissions}权限。"
  en: "The app is not declared as an SMS or phone app, and asks for {permissions}."
remedy:
  zh: "删除短信、通话记录类权限；验证码填写使用系统提供的自动填充能力。"
  en: "Remove SMS and call-log permissions; use the system's autofill for verification codes."
---*/
select p.package, joined(p.name, '、') as permissions,
       'AndroidManifest.xml' as place,
       joined(p.name, ', ') as quote
from permission p
where p.name in ('android.permission.READ_SMS', 'android.permission.RECEIVE_SMS', 'android.permission.SEND_SMS',
                 'android.permission.RECEIVE_MMS', 'android.permission.RECEIVE_WAP_PUSH', 'android.permission.READ_CALL_LOG',
                 'android.permission.WRITE_CALL_LOG', 'android.permission.PROCESS_OUTGOING_CALLS')
  and not exists (
    select 1
    from intent_filter f
    where f.package = p.package and f.kind = 'action'
      and f.value in ('android.provider.Telephony.SMS_DELIVER', 'android.provider.Telephony.WAP_PUSH_DELIVER',
                      'android.intent.action.DIAL', 'android.telecom.InCallService',
                      'android.telecom.CallScreeningService'))
group by p.package
