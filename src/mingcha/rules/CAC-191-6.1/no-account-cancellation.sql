/*---
id: no-account-cancellation
clauses: [CAC-191-6.1]
criteria: [ACC-01]
label: 账号注销难
title: {zh: 未见注销账号功能, en: "No way to cancel the account was seen"}
decides: suspected
grade: general
needs: [code, resources]
silence_of: [code, resources]
sentence:
  zh: "APP提供账号登录（{shown}），未见注销账号功能，须确认是否提供更正、删除个人信息及注销账号的途径。"
  en: "The app has accounts ({shown}), and no function to cancel them was seen; whether it offers a way to correct, delete and cancel must be confirmed."
remedy:
  zh: "在设置页面提供便捷的账号注销功能，并提供更正、删除个人信息的途径。"
  en: "Offer cancelling the account in the settings, and a way to correct and delete personal information."
---*/
with account as (
  select w.package, w.layout as place, w.tag || coalesce(' ' || w.id, '') as quote
  from widget w
  where w.kind = 'password'
  union all
  select w.package, w.place, w.value
  from wording w
  where w.topic = 'account' and w.source in ('resources', 'layout')
    -- A button of Google's own library is no account of the app's.
    and lower(w.value) not in ('sign in', 'log in')
)
select a.package, a.place, a.quote, a.quote as shown
from account a
-- A password alone may be that of a Wi-Fi, a word alone that of a help page.
where a.package in (select w.package from widget w where w.kind = 'password')
  and a.package in (select w.package from wording w where w.topic = 'account' and w.source in ('resources', 'layout'))
  and a.package not in (select w.package from wording w where w.topic = 'cancellation' and (w.source <> 'code' or w.owner = 'app'))
