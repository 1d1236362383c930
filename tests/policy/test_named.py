"""Names of SDKs are found wherever they stand."""

import pytest

from mingcha.policy.named import find_named
from mingcha.policy.reader import read_text


def ids(text: str) -> list[str]:
    return [named.sdk for named in find_named(read_text(text))]


@pytest.mark.parametrize(
    ("text", "sdk"),
    [
        ("您可以使用支付宝付款。", "alipay"),
        ("我们向百度联盟、360、广点通等共享您的设备信息。", "gdt_ylh"),
        ("穿山甲\n\n展示第三方广告\n\nhttps://partner.oceanengine.com/privacy", "pangle_csj"),
        ("共享给巨量引擎、腾讯广告、BUGLY。", "bugly"),
        ("由北京易掌云峰科技有限公司旗下的环信提供。", "easemob"),
    ],
)
def test_a_name_counts_in_any_sentence(text: str, sdk: str) -> None:
    assert sdk in ids(text)


def test_a_family_stands_for_each_of_its_sdks() -> None:
    assert {"umeng_analytics", "umeng_common"} <= set(ids("我们的合作伙伴友盟会收集您的设备信息。"))


@pytest.mark.parametrize("text", ["", "请在显著位置查看 mobile 版。", "由深圳市腾讯计算机系统有限公司提供。"])
def test_other_words_and_companies_of_many_sdks_name_none(text: str) -> None:
    assert ids(text) == []


def test_the_first_place_is_quoted() -> None:
    policy = read_text("一、总则。\n我们与极光合作。\n极光推送由极光提供。")
    first = next(named for named in find_named(policy) if named.sdk == "jpush")
    assert first.name == "极光"
    assert first.quote.startswith("一、总则。 我们与极光合作。")
    assert policy.document.text[first.start : first.end].split() == first.quote.split()
