/*---
id: signature-invalid
clauses: [MIIT-2023-2.6]
criteria: [STO-20]
label: 应用分发平台管理责任落实不到位
title: {zh: 安装包签名验证不通过, en: 'The signature of the package does not verify'}
decides: suspected
grade: serious
needs: [signature, manifest]
key: [scheme]
sentence:
  zh: "安装包{scheme}签名验证不通过（{error_zh}），安装包可能被篡改或重新打包，须核对来源。"
  en: "The {scheme} signature of the package does not verify ({error_en}): it may have been changed or repackaged; its origin must be checked."
remedy:
  zh: "使用开发者证书重新签名，并核对签名后的安装包未被改动；分发平台不应上架该安装包。"
  en: "Sign the package again with the developer's key and check that nothing changed it afterwards; a store should not list this one."
---*/
-- The criterion speaks of the electronic signature of T/TAF 084; that the platform's own does not verify is a strong sign, no proof.
select s.package, s.scheme,
       case when instr(s.error, ' / ') > 0 then substr(s.error, 1, instr(s.error, ' / ') - 1) else coalesce(s.error, '') end as error_zh,
       case when instr(s.error, ' / ') > 0 then substr(s.error, instr(s.error, ' / ') + 3) else coalesce(s.error, '') end as error_en,
       case when s.scheme = 'v1' then 'META-INF' else 'APK Signing Block' end as place,
       s.scheme || ': ' || coalesce(s.error, '') as quote
from signer s
where not s.valid
  -- Android 7 and later take a whole-package signature and do not look at v1.
  and (s.scheme <> 'v1' or s.package not in (select v.package from signer v where v.valid and v.scheme <> 'v1'))
