/*---
id: consent-passed-at-start
clauses: [MIIT-2023-2.3]
criteria: [SDM-07]
label: 违规使用第三方服务
title: {zh: 启动时即向SDK传递已同意, en: "An SDK is told at start that the user agreed"}
decides: suspected
grade: serious
needs: [code]
sentence:
  zh: "代码显示APP在启动流程中、未见同意判断的情况下调用“{owner_zh}”隐私合规接口并传入“已同意”。"
  en: "The code shows that the app calls the consent interface of {owner_en} with \"agreed\" during start-up, with no consent check on the way."
remedy:
  zh: "仅在用户点击同意之后调用该接口并传入true。"
  en: "Call the interface with true only after the user has tapped to agree."
---*/
select w.package, w.sdk as owner, w.place, w.api || ' (' || w.argument || ')' as quote
from sdk_switch w
where w.purpose = 'consent'
  and w.start_state = 'at-start'
  and w.argument = '1'
  and instr(w.api, 'Z)V') > 0
