/*---
id: app-list-read
clauses: [MIIT-2020-2]
criteria: [OVR-20]
label: 超范围收集个人信息
title: {zh: 读取软件安装列表, en: 'The list of installed apps is read'}
decides: suspected
grade: general
needs: [code]
sentence:
  zh: "{owner_zh}读取软件安装列表，须确认是否有必要业务场景。"
  en: "{owner_en} reads the list of installed apps; whether a function needs it must be confirmed."
remedy:
  zh: "删除对已安装应用的遍历；确需判断某一应用时，只查询该应用。"
  en: "Do not enumerate installed apps; where one app matters, ask for that one only."
---*/
select a.package, a.owner, a.data_type,
       a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
       a.api || coalesce(' (' || a.argument || ')', '') as quote,
       a.path,
       1 - a.confidence as rank
from access a
where a.data_type = 'app_list' and a.confidence >= 0.7 and a.start_state <> 'unreached'
