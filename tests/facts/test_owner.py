from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from mingcha.catalogue import load
from mingcha.facts.owner import Owners, is_sdk, own_roots, owner_prefixes, root_of

if TYPE_CHECKING:
    from pathlib import Path

SDKS = {"cn.jpush.android": "jpush", "com.tencent": "tencent", "com.tencent.bugly": "bugly"}


@pytest.mark.parametrize(
    ("descriptor", "owner"),
    [
        ("Lcn/jpush/android/api/A;", "jpush"),
        ("Lcn/jpush/androidx/A;", "unknown:cn.jpush"),
        ("Lcom/tencent/bugly/A;", "bugly"),
        ("Lcom/tencent/mm/A;", "tencent"),
        ("Lcn/mingcha/shop/ui/A;", "app"),
        ("Lokhttp3/internal/A;", "unknown:okhttp3.internal"),
        ("La/b/c/D;", "unknown:a.b"),
        ("LNoPackage;", "unknown:"),
        ("[Lcn/jpush/android/A;", "jpush"),
    ],
)
def test_the_longest_known_prefix_names_the_owner(descriptor: str, owner: str) -> None:
    assert Owners(SDKS, ["cn.mingcha"]).of_class(descriptor) == owner


def test_the_registry_wins_over_the_apps_own_root() -> None:
    owners = Owners(SDKS, ["com.tencent"])
    assert owners.of_name("com.tencent.bugly.crashreport.CrashReport") == "bugly"
    assert owners.of_name("com.tencent.mm.Main") == "tencent"


def test_an_apps_roots_leave_out_classes_of_sdks() -> None:
    assert own_roots("com.shop.android", ["cn.other.App", "cn.jpush.android.App", "NoPackage"], SDKS) == ["cn.other", "com.shop"]


@pytest.mark.parametrize(
    ("package", "root"),
    [("com.shop.ui", "com.shop"), ("com.cn.shop.ui", "com.cn.shop"), ("com.github.shop.ui", "com.github.shop"), ("a", "a"), ("", "")],
)
def test_a_root_is_two_labels_behind_generic_ones(package: str, root: str) -> None:
    assert root_of(package) == root


def test_open_source_libraries_own_their_code_and_are_no_sdk() -> None:
    owners = Owners(owner_prefixes(load()), ["com.shop"])
    expected = {
        "okhttp3.internal.Cache": "oss:okhttp",
        "androidx.core.app.Core": "oss:androidx",
        "com.liulishuo.filedownloader.A": "oss:file_downloader",
        "com.zhihu.matisse.A": "oss:matisse",
        "com.scwang.smartrefresh.layout.A": "oss:smart_refresh_layout",
        "com.google.zxing.A": "oss:zxing",
        "com.github.gzuliyujiang.oaid.A": "oss:android_cn_oaid",
        "com.mixpanel.android.A": "oss:mixpanel",
        "cn.jpush.android.A": "jpush",
        "com.shop.A": "app",
        "a.b.C": "unknown:a.b",
    }
    assert {name: owners.of_name(name) for name in expected} == expected
    assert [owner for owner in expected.values() if is_sdk(owner)] == ["jpush"]


def test_claims_override_packages() -> None:
    owners = Owners(SDKS, ["cn.mingcha"])
    assert owners.of_class("La/b/C;") == "unknown:a.b"
    owners.claim_package("a/b", "jpush")
    owners.claim_class("La/b/D;", "bugly")
    found = {name: owners.of_class(name) for name in ("La/b/C;", "[La/b/C;", "La/b/D;", "[La/b/D;", "La/b/c/D;")}
    assert found == {"La/b/C;": "jpush", "[La/b/C;": "jpush", "La/b/D;": "bugly", "[La/b/D;": "bugly", "La/b/c/D;": "unknown:a.b"}


def test_the_forty_most_common_sdks_are_known_by_their_code() -> None:
    common = {
        "友盟 Umeng": "com.umeng.analytics",
        "极光推送 JPush": "cn.jpush.android",
        "极光统计 JAnalytics": "cn.jiguang.analytics",
        "个推 Getui": "com.igexin.sdk",
        "Bugly": "com.tencent.bugly",
        "高德 AMap": "com.amap.api",
        "百度地图 Baidu Map": "com.baidu.mapapi",
        "百度定位 Baidu Location": "com.baidu.location",
        "百度统计 Baidu MTJ": "com.baidu.mobstat",
        "百度联盟 Baidu Ads": "com.baidu.mobads",
        "穿山甲 Pangle": "com.bytedance.sdk.openadsdk",
        "优量汇 GDT": "com.qq.e.ads",
        "快手 Kuaishou": "com.kwad.sdk",
        "微信 WeChat": "com.tencent.mm.opensdk",
        "支付宝 Alipay": "com.alipay.sdk",
        "微博 Weibo": "com.sina.weibo.sdk",
        "ShareSDK": "cn.sharesdk.framework",
        "MobTech": "com.mob.tools",
        "QQ互联 QQ Connect": "com.tencent.tauth",
        "小米推送 MiPush": "com.xiaomi.mipush",
        "华为推送 HMS Push": "com.huawei.hms.push",
        "vivo推送 vivo Push": "com.vivo.push",
        "OPPO推送 OPPO Push": "com.heytap.msp.push",
        "魅族推送 Meizu Push": "com.meizu.cloud.pushsdk",
        "神策 Sensors": "com.sensorsdata.analytics",
        "TalkingData": "com.tendcloud.tenddata",
        "GrowingIO": "com.growingio.android",
        "易盾 Yidun": "com.netease.nis.captcha",
        "移动认证 China Mobile": "com.cmic.sso",
        "电信认证 China Telecom": "cn.com.chinatelecom.account",
        "联通认证 China Unicom": "com.unicom.xiaowo",
        "X5 TBS": "com.tencent.smtt",
        "腾讯定位 Tencent Location": "com.tencent.map.geolocation",
        "腾讯推送 TPNS": "com.tencent.android.tpush",
        "阿里ACCS": "com.taobao.accs",
        "MSA OAID": "com.bun.miitmdid",
        "数美 Shumei": "com.ishumei",
        "同盾 Tongdun": "cn.tongdun.android",
        "极验 Geetest": "com.geetest.sdk",
        "Sigmob": "com.sigmob.sdk",
    }
    assert len(common) == 40
    owner = Owners(owner_prefixes(load()), ())
    unknown = {name: owner.of_name(f"{package}.A") for name, package in common.items()}
    assert {name: found for name, found in unknown.items() if not is_sdk(found)} == {}
    assert len(set(unknown.values())) >= 36


def test_the_owners_of_many_classes_are_those_of_each() -> None:
    names = ["Lcn/jpush/android/A;", "Lcn/jpush/android/B;", "La/b/C;", "LNoPackage;", "Lcn/mingcha/shop/A;"]
    packages = ["cn/jpush/android", "cn/jpush/android", "a/b", "", "cn/mingcha/shop"]
    owners = Owners(SDKS, ["cn.mingcha"])
    assert owners.of_classes(names, packages) == [owners.of_class(name) for name in names]
    owners.claim_class("La/b/C;", "bugly")
    owners.claim_package("", "jpush")
    assert owners.of_classes(names, packages) == ["jpush", "jpush", "bugly", "jpush", "app"]


# What app stores and vendors named in real findings, by the first frame of the stack that is not the system's.
CULPRITS = {
    "rt02": "oss:react_native_community",
    "rt03": "oss:android_cn_oaid",
    "rt04": "oss:flutter_inappwebview",
    "rt05": "unknown:i.a",  # a plugin whose classes were renamed
    "rt07": "weibo",
    "rt18": "pangle_csj",
}


@pytest.mark.corpus
def test_the_culprits_of_real_findings_have_their_names(corpus: Path) -> None:
    owners = Owners(owner_prefixes(load()), [])
    system = re.compile(r"(?:android|java|libcore|com\.android\.internal)\.")
    found = {}
    for line in (corpus / "other/runtime/market_reports.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        frames = [re.split(r"[(:]", frame)[0] for frame in report.get("stack", ())]
        app = [owners.of_name(frame.rpartition(".")[0]) for frame in frames if not system.match(frame)]
        if app:
            found[report["id"]] = app[0]
    assert found == CULPRITS
