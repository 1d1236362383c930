from __future__ import annotations

import pytest

from mingcha.policy.resolve import plain_name, resolve


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("极光推送SDK", "jpush"),
        ("JPush", "jpush"),
        ("友盟+移动统计", "umeng_analytics"),
        ("友盟", "umeng_analytics"),
        ("穿山甲（头条广告联盟）", "pangle_csj"),
        ("腾讯Bugly SDK", "bugly"),
        ("微信", "wechat_opensdk"),
        ("高德地图定位", "amap"),
        ("某某自研组件", None),
        ("网易一键登录", None),
        ("某某反作弊SDK", None),
        ("SDK", None),
    ],
)
def test_printed_names(name: str, expected: str | None) -> None:
    assert (resolve(name) or (None,))[0] == expected


def test_a_family_comes_after_what_is_meant() -> None:
    assert resolve("友盟")[1:] == ("umeng_common", "umeng_apm", "umeng_asms")


def test_plain_names() -> None:
    assert plain_name("【腾讯 Bugly】 SDK（Android）") == "腾讯buglyandroid"
