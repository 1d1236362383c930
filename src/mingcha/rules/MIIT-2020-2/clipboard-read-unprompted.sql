/*---
id: clipboard-read-unprompted
clauses: [MIIT-2020-2]
criteria: [OVR-21]
label: 超范围收集个人信息
title: {zh: 无用户操作读取剪切板, en: 'The clipboard is read without the user asking'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示用户未执行粘贴操作时，{owner_zh}可读取剪切板。"
  en: "The code shows that {owner_en} can read the clipboard although the user has not pasted anything."
remedy:
  zh: "仅在用户执行粘贴操作时读取剪切板。"
  en: "Read the clipboard only when the user pastes."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type = 'clipboard' and a.start_state in ('at-start', 'background')
