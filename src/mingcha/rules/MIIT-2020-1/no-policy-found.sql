/*---
id: no-policy-found
clauses: [MIIT-2020-1, MIIT-2023-1.9]
criteria: [COL-01]
label: 违规收集个人信息
title: {zh: 安装包内未见隐私政策, en: "No privacy policy was seen in the package"}
decides: suspected
grade: general
needs: [code, resources, manifest]
silence_of: [code, resources]
sentence:
  zh: "未在安装包的界面文字、代码、资源和网址中发现隐私政策，须在APP内及分发页面确认。"
  en: "No privacy policy was found among the texts, code, assets and addresses of the package; the app itself and its store page must be checked."
remedy:
  zh: "制定隐私政策，在首次运行时以弹窗等方式提示，并在设置页面和分发页面提供链接。"
  en: "Write a privacy policy, show it at first start, and link it in the settings and on the store page."
---*/
select k.package, 'resources.arsc' as place, '隐私政策 / privacy policy: 0' as quote
from package k
where k.package in (select p.package from permission p where p.name = 'android.permission.INTERNET')
  and k.package not in (select w.package from wording w where w.topic = 'privacy_policy')
  and k.package not in (select u.package from url u
                        where instr(lower(u.value), 'privacy') + instr(lower(u.value), 'yinsi') + instr(lower(u.value), 'policy') > 0)
  and k.package not in (select f.package from policy_file f)
