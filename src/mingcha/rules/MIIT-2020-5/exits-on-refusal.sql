/*---
id: exits-on-refusal
clauses: [MIIT-2020-5]
criteria: [PRM-03]
label: APP强制、频繁、过度索取权限
title: {zh: 拒绝授权后可能退出或关闭, en: 'The app may exit when a permission is refused'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在处理权限申请结果时可直接退出或关闭应用（{method}），须上机核实拒绝授权后能否继续使用。"
  en: "The code shows that {owner_en} can exit or close the app while handling the result of a permission request ({method}); a run must show whether the app can still be used after a refusal."
remedy:
  zh: "用户拒绝非必要权限后，不得退出或关闭应用，应继续提供不依赖该权限的功能。"
  en: "When the user refuses a permission that is not necessary, do not exit: go on with the functions that do not depend on it."
---*/
-- Leaving is no refusal of service anywhere else, so the sites themselves are hints: being in this callback is what counts.
select a.package, a.owner, a.caller_class as method,
       a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
       a.api as quote, a.path, 1 - a.confidence as rank
from access a
where a.behaviour = 'exit_on_refusal'
  and starts_with(a.caller_method, 'onRequestPermissionsResult(')
  and a.start_state <> 'unreached'
  -- A screen of its own for asking closes itself afterwards; closing the first screen closes the app.
  and (instr(a.api, ';->finish()') = 0
       or (a.package, a.caller_class) in (select c.package, 'L' || replace(c.target, '.', '/') || ';' from component c where c.launcher))
