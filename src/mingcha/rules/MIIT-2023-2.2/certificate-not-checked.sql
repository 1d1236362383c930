/*---
id: certificate-not-checked
clauses: [MIIT-2023-2.2]
criteria: [SEC-02]
title: {zh: 未校验服务器证书, en: 'Server certificates are not checked'}
decides: suspected
grade: serious
needs: [code]
sentence:
  zh: "代码显示{owner_zh}未校验服务器证书：{defects_zh}，通信可被窃听和篡改，须核实是否用于传输个人信息。"
  en: "The code shows that {owner_en} does not check server certificates: {defects_en}; traffic can be read and changed: whether personal information is sent this way must be confirmed."
remedy:
  zh: "删除自定义的信任管理器和域名校验器，使用系统默认校验；WebView 出现证书错误时调用 handler.cancel()。"
  en: "Remove trust managers and hostname verifiers of your own and use the system's; on a certificate error in a WebView call handler.cancel()."
---*/
with defect as (
  select c.package, c.owner, c.place, c.kind as quote, c.path, c.rank,
         case c.kind when 'trust-all' then '信任任意证书' when 'any-host' then '接受任意域名' else 'WebView忽略证书错误' end as zh,
         case c.kind when 'trust-all' then 'every certificate is trusted' when 'any-host' then 'every host name is accepted'
                     else 'a WebView goes on after a certificate error' end as en
  from reached_conduct c
  where c.kind in ('trust-all', 'any-host', 'ssl-proceed')
  union all
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, '接受任意域名' as zh, 'every host name is accepted' as en
  from likely_access a
  where a.behaviour = 'weak_tls' and a.start_state <> 'unreached'
)
select d.package, d.owner, d.place, d.quote, d.path, d.rank, w.defects_zh, w.defects_en
from defect d
join (select s.package, s.owner, joined(s.zh, '、') as defects_zh, joined(s.en, ', ') as defects_en
      from defect s
      group by s.package, s.owner) w on w.package = d.package and w.owner = d.owner
