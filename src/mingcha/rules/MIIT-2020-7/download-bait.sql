/*---
id: download-bait
clauses: [MIIT-2020-7, MIIT-2023-1.1]
criteria: [DCV-15]
label: 欺骗误导强迫用户
title: {zh: 含有诱导下载的话术, en: 'Words that lure into a download'}
decides: suspected
grade: general
needs: [code, resources]
sentence:
  zh: "APP含有诱导下载的话术（“{text}”），且代码可下载或安装应用，须查看界面核实是否以虚假信息诱导下载。"
  en: "The app holds words that lure into a download (“{text}”), and its code can download or install apps; its screens must show whether false information is used."
remedy:
  zh: "删除虚假、夸大的提示（如内存已满、手机卡顿、下载领红包），下载前如实告知名称、开发者和用途。"
  en: "Remove false or inflated prompts (memory full, phone slow, money for a download); tell name, developer and use before a download."
---*/
select w.package, w.owner, w.value as text, 'code' as evidence_kind, w.place, w.value as quote
from wording w
where w.topic = 'download_bait'
  and (w.package in (select c.package from reached_conduct c where c.kind = 'install')
       or w.package in (select a.package from likely_access a where a.behaviour = 'download_install' and a.start_state <> 'unreached'))
