/*---
id: implied-consent
clauses: [MIIT-2020-1]
criteria: [COL-23]
label: 违规收集个人信息
title: {zh: 以使用推定同意, en: "Consent is taken from going on"}
decides: suspected
grade: serious
needs: [resources, code]
sentence:
  zh: "以“{text}”方式推定用户同意隐私政策。"
  en: "Consent to the privacy policy is taken from going on: \"{text}\"."
remedy:
  zh: "由用户通过主动勾选、点击“同意”等明确方式表示同意，不以登录、注册、使用等行为推定同意。"
  en: "Let the user agree by a clear act such as ticking a box or tapping \"agree\"; logging in, registering or using the app is none."
---*/
select w.package, w.owner, w.value as text, w.place, w.value as quote
from wording w
where w.topic = 'implied_consent'
  -- A line beside a button is short; the policy itself speaks of going on after a change, which is another matter.
  and w.source <> 'asset'
  and length(w.value) <= 120
  and instr(w.value, '…') = 0
