/*---
id: world-readable-file
clauses: [MIIT-2023-2.2]
criteria: [SEC-03]
title: {zh: 私有文件向其他应用开放, en: 'Private files are opened to all apps'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}以{mode}方式保存文件，设备上其他应用可读取或改写，须核实是否含有个人信息。"
  en: "The code shows that {owner_en} stores files as {mode}: other apps of the device can read or change them; whether they hold personal information must be confirmed."
remedy:
  zh: "改用 MODE_PRIVATE；需要共享时使用 FileProvider 临时授权。"
  en: "Use MODE_PRIVATE; to share a file use a FileProvider and a temporary grant."
---*/
select c.package, c.owner, c.detail as mode, c.place, c.detail as quote, c.path, c.rank
from reached_conduct c
join package k on k.package = c.package
where c.kind = 'world-readable'
  -- From target 24 on the system refuses these modes.
  and coalesce(k.target_sdk, 0) < 24
