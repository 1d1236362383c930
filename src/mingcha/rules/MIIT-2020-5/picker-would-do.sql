/*---
id: picker-would-do
clauses: [MIIT-2020-5]
criteria: [PRM-17]
label: APP强制、频繁、过度索取权限
title: {zh: 可用系统选择器仍申请权限, en: "A permission where a system picker would serve"}
decides: suspected
grade: general
needs: [manifest, code]
silence_of: [code]
key: [function_zh]
sentence:
  zh: "{function_zh}可使用系统能力完成，APP仍申请{permissions}权限，代码中未见直接使用。"
  en: "{function_en} can be done by the system; the app asks for {permissions} all the same, and no direct use was seen in the code."
remedy:
  zh: "选择图片、视频使用系统照片选择器，拍照使用系统相机（ACTION_IMAGE_CAPTURE），并删除相应权限。"
  en: "Use the system's photo picker for pictures and videos and its camera app (ACTION_IMAGE_CAPTURE) for taking them, and remove the permissions."
---*/
with captured as (
  select a.package, 'camera' as what from access a where a.data_type = 'camera' and a.via = 'intent' and coalesce(a.start_state, '') <> 'unreached'
),
direct as (
  select a.package, 'camera' as what from access a where a.data_type = 'camera' and coalesce(a.via, 'api') <> 'intent'
  union
  select a.package, 'media' from access a where a.data_type in ('photos', 'video')
),
asked as (
  select p.package, p.name, 'camera' as what, '拍照、录像' as zh, 'Taking pictures or videos' as en
  from permission p
  where p.name = 'android.permission.CAMERA'
    and p.package in (select package from captured)
    and p.package not in (select package from native_lib)
  union all
  -- These exist from Android 13 on, where every phone has the photo picker.
  select p.package, p.name, 'media', '选择图片、视频', 'Picking pictures or videos'
  from permission p
  where p.name in ('android.permission.READ_MEDIA_IMAGES', 'android.permission.READ_MEDIA_VIDEO')
)
select q.package, q.zh as function_zh, q.en as function_en, joined(q.name, '、') as permissions,
       'AndroidManifest.xml' as place, joined(q.name, ', ') as quote
from asked q
where (q.package, q.what) not in (select package, what from direct)
group by q.package, q.what, q.zh, q.en
