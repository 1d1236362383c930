from __future__ import annotations

import pytest

from mingcha.policy.lexicon import lexicon
from mingcha.policy.names import find_names
from mingcha.policy.normalise import normalise


def names(text: str) -> list[str]:
    normal = normalise(text).text
    found = find_names(normal, 0, len(normal), lexicon().sdks.find(normal))
    assert all(normal[name.start : name.end] == name.name for name in found)
    return [name.name for name in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我们使用了友盟+SDK需要收集您的IMEI。", ["友盟+"]),
        ("1.2 微信支付SDK：用于支付", ["微信支付"]),
        ("为了分享，我们使用了QQ、新浪微博SDK", ["qq", "新浪微博"]),
        ("第三方SDK“支付宝、穿山甲、inmobi”需获取网络状态权限", ["支付宝", "穿山甲", "inmobi"]),
        ("第三方SDK名称：高德地图 公司全称：高德软件有限公司", ["高德地图"]),
        ("我们接入了支付宝(Alipay)SDK。", ["支付宝(alipay)"]),
        ("小米应用市场联运和广告SDK", ["小米应用市场联运和广告"]),
        ("详见《第三方SDK目录》，我们对合作方获取信息的SDK进行监测。", []),
        ("软件开发工具包（SDK）由第三方提供。", []),
        ("官网链接：http://lbs.baidu.com/index.php?title=android-locsdk", []),
        ("使用“腾讯定位”SDK获取您的位置", ["腾讯定位"]),
        ("如“某某”、“SDK目录”；名为“其他”SDK的内容", []),
        ("集成有HMS Push SDK的其他设备", ["hms push"]),
        ("使用有能力的第三方定位SDK来获取", []),
        ("我们收集您的位置。", []),
        ("We use the Google Mobile Ads SDK, which may collect data.", ["google mobile ads"]),
        ("The app is built with React Native and Expo SDK.", ["expo"]),
        ("The SDK collects your IP address; third-party advertising SDKs do so too.", []),
    ],
)
def test_names_before_and_after_the_word(sentence: str, expected: list[str]) -> None:
    assert names(sentence) == expected
