/*---
id: sms-read
clauses: [MIIT-2020-2]
criteria: [OVR-24]
label: 超范围收集个人信息
title: {zh: 非默认短信应用读取短信, en: "SMS are read by an app that is no SMS app"}
decides: suspected
grade: serious
needs: [manifest, code]
sentence:
  zh: "APP未声明为默认短信应用，代码显示{owner_zh}可读取短信内容。"
  en: "The app is not declared as an SMS app, and the code shows that {owner_en} can read SMS."
remedy:
  zh: "删除读取短信的代码及权限；验证码填写使用系统短信验证码自动填充或一次性授权接口。"
  en: "Remove the code that reads SMS and its permissions; fill in verification codes by the system's autofill or one-time consent interface."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type = 'sms'
  and a.start_state <> 'unreached'
  -- Sending reads nothing.
  and instr(a.api, 'SmsManager;->send') = 0
  and a.package in (select p.package from permission p
                    where p.name in ('android.permission.READ_SMS', 'android.permission.RECEIVE_SMS'))
  and a.package not in (select f.package from intent_filter f
                        where f.kind = 'action' and f.value = 'android.provider.Telephony.SMS_DELIVER')
