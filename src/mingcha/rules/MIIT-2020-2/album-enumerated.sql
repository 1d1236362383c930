/*---
id: album-enumerated
clauses: [MIIT-2020-2]
criteria: [OVR-22]
label: 超范围收集个人信息
title: {zh: 遍历图片库, en: "The photo library is enumerated"}
decides: suspected
grade: general
needs: [manifest, code]
sentence:
  zh: "代码显示{owner_zh}可遍历图片库，须确认是否超出用户选择范围。"
  en: "The code shows that {owner_en} can enumerate the photo library; whether that goes beyond what the user picks must be confirmed."
remedy:
  zh: "使用系统照片选择器（Photo Picker）由用户选择单张图片，不遍历图片库；提供相册管理功能的，仅在用户打开该功能时读取。"
  en: "Let the user pick single pictures with the system's photo picker and do not enumerate; an album function reads only when the user opens it."
---*/
select a.package, a.owner, a.data_type, a.place, a.quote, a.path, a.rank
from likely_access a
where a.data_type in ('photos', 'video')
  and a.start_state <> 'unreached'
  -- Who is given an address looks up the one picture that the user picked.
  and instr(a.caller_method, 'Landroid/net/Uri;') = 0
  and instr(a.api, 'query(') + instr(a.api, 'CursorLoader;-><init>') + instr(a.api, 'managedQuery(') > 0
  and a.package in (select p.package from permission p
                    where p.name in ('android.permission.READ_EXTERNAL_STORAGE', 'android.permission.WRITE_EXTERNAL_STORAGE',
                                     'android.permission.READ_MEDIA_IMAGES', 'android.permission.READ_MEDIA_VIDEO',
                                     'android.permission.MANAGE_EXTERNAL_STORAGE'))
