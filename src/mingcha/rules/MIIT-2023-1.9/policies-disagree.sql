/*---
id: policies-disagree
clauses: [MIIT-2023-1.9, MIIT-2020-9]
criteria: [COL-37]
label: 违规收集个人信息
title: {zh: 多处隐私政策不一致, en: 'Policies in different places disagree'}
decides: suspected
grade: note
needs: [policy]
key: [file]
sentence:
  zh: "隐私政策（{given}）与{place_zh}“{file}”不一致：{what_zh}分别为{one}和{other}。"
  en: "The policy ({given}) and the one {place_en} {file} disagree: their {what_en} are {one} and {other}."
remedy:
  zh: "使应用内、分发页面和网站上的隐私政策保持一致，并同步更新。"
  en: "Keep the policies in the app, on the store's page and on the website the same."
---*/
select b.package, 'app' as owner, 'policy' as evidence_kind, b.file as place, b.title as quote, a.file as given, b.file,
       case b.source when 'inside' then '安装包内的' else '分发页面的' end as place_zh,
       case b.source when 'inside' then 'in the package,' else 'on the page of' end as place_en,
       case when a.company <> b.company then '运营者' when a.updated <> b.updated then '更新日期' else '生效日期' end as what_zh,
       case when a.company <> b.company then 'operators' when a.updated <> b.updated then 'dates of change' else 'dates of effect' end as what_en,
       case when a.company <> b.company then a.company when a.updated <> b.updated then a.updated else a.effective end as one,
       case when a.company <> b.company then b.company when a.updated <> b.updated then b.updated else b.effective end as other
from policy_identity a
join policy_identity b on b.package = a.package and b.source <> a.source
where ((a.source = 'given' and b.source in ('inside', 'listing')) or (a.source = 'inside' and b.source = 'listing'))
  and (a.company <> b.company or a.updated <> b.updated or a.effective <> b.effective)
  -- Another text of the same place is the policy itself.
  and not exists (select 1 from policy_identity c
                  where c.package = b.package and c.source = b.source and coalesce(c.company, a.company, '') = coalesce(a.company, c.company, '')
                    and coalesce(c.updated, a.updated, '') = coalesce(a.updated, c.updated, '')
                    and coalesce(c.effective, a.effective, '') = coalesce(a.effective, c.effective, ''))
