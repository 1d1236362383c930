/*---
id: bundled-package
clauses: [MIIT-2020-7, MIIT-2023-1.1]
criteria: [DCV-22]
label: 欺骗误导强迫用户
title: {zh: 安装包内夹带另一应用并可安装, en: 'Another app lies inside the package and can be installed'}
decides: suspected
grade: general
needs: [native, manifest, code]
sentence:
  zh: "安装包内夹带应用{file}，且代码可拉起安装，须核实安装内容与宣称是否一致、是否经用户确认。"
  en: "The package carries another app ({file}), and its code can open the installer; whether what is installed is what was offered must be confirmed."
remedy:
  zh: "不得在安装包内夹带其他应用；确需附带组件的，安装前明示名称、开发者和用途并由用户确认。"
  en: "Do not carry other apps in the package; name a component, its developer and its use before installing, and let the user confirm."
---*/
select s.package, s.owner, s.path as file, 'native' as evidence_kind, s.path as place, s.kind || ' ' || cast(s.size as varchar) as quote
from asset s
where s.kind = 'apk'
  and lower(substr(s.path, length(s.path) - 3)) = '.apk'
  and instr(s.path, '!') = 0
  and (s.package in (select c.package from reached_conduct c where c.kind = 'install')
       or s.package in (select a.package from likely_access a where a.behaviour = 'download_install' and a.start_state <> 'unreached'))
