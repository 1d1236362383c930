/*---
id: sdk-dynamic-code
clauses: [MIIT-2023-2.9, MIIT-2023-2.5]
criteria: [SDK-10, STO-18]
label: SDK使用说明不完整
title: {zh: SDK可远程变更代码, en: "An SDK can change its code from afar"}
decides: suspected
grade: note
needs: [code]
sentence:
  zh: "代码显示SDK“{owner_zh}”可动态加载包外代码，无需发布新版本即可变更收集规则。"
  en: "The code shows that the SDK {owner_en} can load code from outside the package: what it collects can change without a new version."
remedy:
  zh: "使用“{owner_zh}”不含动态加载的版本，或要求其说明动态代码的来源、校验方式和收集范围，并在变更前告知。"
  en: "Use a version of {owner_en} without dynamic loading, or have its provider state where the code comes from, how it is verified, what it collects, and give notice of changes."
---*/
select a.package, a.owner, a.place, a.quote, a.path, a.rank
from likely_access a
where a.behaviour = 'hot_update'
  and a.start_state <> 'unreached'
  and instr(a.api, 'ClassLoader;-><init>') + instr(a.api, 'DexFile;->') > 0
  and a.owner in (select id from sdk_registry)
