/*---
id: signature-invalid
clauses: [MIIT-2023-2.6]
criteria: [STO-20]
label: 应用分发平台管理责任落实不到位
title: {zh: 电子签名验证不通过, en: 'The signature does not verify'}
decides: violated
grade: serious
needs: [signature, manifest]
sentence:
  zh: "安装包签名验证失败（{scheme}）：{error}。"
  en: "The package's signature does not verify ({scheme}): {error}."
remedy:
  zh: "使用开发者证书重新签名并核对签名后的安装包未被改动；分发平台不应上架该安装包。"
  en: "Sign the package again with the developer's key and check that nothing changed it afterwards; a store should not list this one."
---*/
select s.package, s.scheme, coalesce(s.error, '') as error,
       'META-INF' as place,
       s.scheme || ': ' || coalesce(s.error, '') as quote
from signer s
where not s.valid
