/*---
id: no-consent-prompt
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-03]
label: 违规收集个人信息
title: {zh: 未见同意隐私政策的提示, en: "No prompt for consent was seen"}
decides: suspected
grade: general
needs: [code, resources, manifest]
silence_of: [code, resources]
sentence:
  zh: "安装包内有隐私政策，但未见请用户同意的按钮或勾选框文字，须确认首次运行是否通过弹窗等明显方式提示用户阅读。"
  en: "The package has a privacy policy and no words of a button or box to agree to it; whether the first start prompts the user to read it must be confirmed."
remedy:
  zh: "首次运行时以弹窗等明显方式提示用户阅读隐私政策，并提供“同意”“不同意”选项。"
  en: "Prompt the user at first start to read the privacy policy, with buttons to agree and to disagree."
---*/
select w.package, w.place, w.value as quote
from wording w
where w.topic = 'privacy_policy'
  and w.owner = 'app'
  and w.package in (select p.package from permission p where p.name = 'android.permission.INTERNET')
  and w.package not in (select c.package from wording c
                        where c.topic = 'consent' and (c.source <> 'code' or c.owner = 'app' or starts_with(c.owner, 'unknown:')))
