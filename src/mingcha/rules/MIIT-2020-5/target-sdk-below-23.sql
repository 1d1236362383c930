/*---
id: target-sdk-below-23
clauses: [MIIT-2020-5]
criteria: [PRM-13]
label: APP强制、频繁、过度索取权限
title: {zh: 目标版本过低致安装即授权, en: 'The target version makes installation grant all permissions'}
decides: violated
grade: serious
needs: [manifest]
exhausts: [PRM-13]
sentence:
  zh: "targetSdkVersion为{target_sdk}，安装时一次性授予全部{count}项敏感权限，用户无法逐项拒绝。"
  en: "targetSdkVersion is {target_sdk}: installation grants all {count} dangerous permissions at once, and the user cannot refuse any."
remedy:
  zh: "将targetSdkVersion提高到23以上（建议采用当前要求的版本），改为在使用时动态申请权限。"
  en: "Raise targetSdkVersion to 23 or more and ask for permissions when they are used."
---*/
select k.package, k.target_sdk, count(*) as count,
       'AndroidManifest.xml' as place,
       'targetSdkVersion=' || cast(k.target_sdk as varchar) as quote
from package k
join permission p on p.package = k.package and p.level = 'dangerous'
where k.target_sdk < 23
group by k.package, k.target_sdk
