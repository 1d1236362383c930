/*---
id: app-list-read
clauses: [MIIT-2020-2]
criteria: [OVR-20]
label: 超范围收集个人信息
title: {zh: 读取软件安装列表, en: 'The list of installed apps is read'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}可读取软件安装列表，须确认是否有必要业务场景。"
  en: "The code shows that {owner_en} can read the list of installed apps; whether a function needs it must be confirmed."
remedy:
  zh: "删除对已安装应用的遍历；确需判断某一应用时，只查询该应用。"
  en: "Do not enumerate installed apps; where one app matters, ask for that one only."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type = 'app_list' and coalesce(a.via, 'api') <> 'intent' and a.start_state <> 'unreached'
