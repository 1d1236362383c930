/*---
id: silent-download
clauses: [MIIT-2020-7, MIIT-2023-1.1, MIIT-2023-1.2]
criteria: [DCV-19]
label: 欺骗误导强迫用户
title: {zh: 启动或后台可下载、安装应用, en: 'Apps can be downloaded or installed at start or in the background'}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示{owner_zh}在启动或后台状态下、无用户操作时可{acts_zh}，须上机核实是否静默下载或安装。"
  en: "The code shows that {owner_en} can {acts_en} at start or in the background, without a user's action; a run must show whether it does so silently."
remedy:
  zh: "下载、安装应用前以显著方式告知并由用户主动确认，不得自动下载；自身更新应先提示用户。"
  en: "Tell the user plainly and let them confirm before an app is downloaded or installed; ask before an update of the app itself, too."
---*/
with act as (
  select c.package, c.owner, c.place, 'application/vnd.android.package-archive' as quote, c.path, c.rank,
         '拉起安装' as zh, 'open the installer' as en, c.start_state
  from reached_conduct c
  where c.kind = 'install'
  union all
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, '安装应用' as zh, 'install apps' as en, a.start_state
  from likely_access a
  where a.behaviour = 'download_install'
    and (instr(a.api, 'PackageInstaller') > 0 or instr(a.api, ';->installPackage(') > 0 or a.via in ('intent', 'shell'))
  union all
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, '不显示通知地下载' as zh, 'download without a notification' as en, a.start_state
  from likely_access a
  where instr(a.api, 'DownloadManager;->enqueue(') > 0
    and a.package in (select p.package from permission p where p.name = 'android.permission.DOWNLOAD_WITHOUT_NOTIFICATION')
), unprompted as (
  select t.* from act t
  join package k on k.package = t.package
  where t.start_state in ('at-start', 'background')
    and (coalesce(k.target_sdk, 0) < 26 or t.en = 'download without a notification'
         or t.package in (select p.package from permission p
                          where p.name in ('android.permission.REQUEST_INSTALL_PACKAGES', 'android.permission.INSTALL_PACKAGES')))
)
select u.package, u.owner, u.place, u.quote, u.path, u.rank, w.acts_zh, w.acts_en
from unprompted u
join (select s.package, s.owner, joined(s.zh, '、') as acts_zh, joined(s.en, ', ') as acts_en
      from unprompted s
      group by s.package, s.owner) w on w.package = u.package and w.owner = u.owner
