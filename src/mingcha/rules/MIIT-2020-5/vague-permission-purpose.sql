/*---
id: vague-permission-purpose
clauses: [MIIT-2020-5, MIIT-2023-1.10]
criteria: [PRM-02]
label: APP强制、频繁、过度索取权限
title: {zh: 权限目的说明不明确, en: "The purpose of a permission is unclear"}
decides: suspected
grade: general
needs: [resources, code]
sentence:
  zh: "申请权限的目的说明不明确：“{text}”。"
  en: "The purpose given for a permission is unclear: \"{text}\"."
remedy:
  zh: "逐项写明申请该权限的具体业务功能，例如“用于扫描二维码”，不使用“更好的体验”“正常使用”等笼统表述。"
  en: "Name the function that needs the permission, as in \"to scan a QR code\"; \"a better experience\" or \"to work properly\" says nothing."
---*/
select w.package, w.owner, w.value as text, w.place, w.value as quote
from wording w
where w.topic = 'vague_purpose'
