/*---
id: sdk-beyond-function
clauses: [MIIT-2020-2, MIIT-2023-2.8]
criteria: [OVR-09, SDK-06]
label: 超范围收集个人信息
title: {zh: SDK收集与其功能无关的个人信息, en: "An SDK collects what its function does not need"}
decides: suspected
grade: general
needs: [code, manifest]
sentence:
  zh: "代码显示SDK“{owner_zh}”（{category_zh}）可收集{types_zh}，与其功能无关，须确认是否默认收集。"
  en: "The code shows that the SDK {owner_en} ({category_en}) can collect {types_en}, which its function does not need; whether it does by default must be confirmed."
remedy:
  zh: "用“{owner_zh}”的配置关闭{types_zh}收集，或更换、升级该SDK。"
  en: "Switch off the collection of {types_en} in the configuration of {owner_en}, or replace or update the SDK."
---*/
with category (id, zh, en) as (
  values ('push', '消息推送', 'push'), ('analytics', '统计分析', 'analytics'), ('crash_apm', '崩溃监测', 'crash reporting'),
         ('share_login', '分享与登录', 'sharing and login'), ('pay', '支付', 'payment'), ('network', '网络', 'networking'),
         ('storage', '存储', 'storage'), ('hotfix', '热修复', 'hot fixes'), ('update', '应用更新', 'updates'), ('ads', '广告', 'advertising'),
         ('carrier_login', '一键登录', 'carrier login'), ('customer_service', '客服', 'customer service'), ('webview', '浏览器内核', 'web view')
),
-- What none of these functions needs; media that a user sends by sharing or to a help desk are not among them.
unneeded (data_type) as (
  values ('contacts'), ('sms'), ('call_log'), ('calendar'), ('precise_location'), ('base_station'), ('wifi_info'), ('ssid'), ('bssid'),
         ('microphone')
),
found as (
  select a.package, a.owner, a.place, a.quote, a.path, a.rank, c.zh as category_zh, c.en as category_en, d.zh, d.en
  from likely_access a
  join data_type d on d.id = a.data_type
  join sdk_registry s on s.id = a.owner
  join category c on c.id = s.category
  where a.data_type in (select data_type from unneeded)
    and a.start_state <> 'unreached'
    and not (s.category = 'carrier_login' and a.data_type = 'sms')
    and not (s.category = 'customer_service' and a.data_type = 'microphone')
    and not (s.category = 'webview' and a.data_type in ('microphone', 'precise_location'))
),
types as (
  select f.package, f.owner, joined(f.zh, '、') as types_zh, joined(f.en, ', ') as types_en
  from found f
  group by f.package, f.owner
)
select f.package, f.owner, f.place, f.quote, f.path, f.rank, f.category_zh, f.category_en, t.types_zh, t.types_en
from found f
join types t on t.package = f.package and t.owner = f.owner
