from __future__ import annotations

import pytest

from mingcha.policy.reader import read_text

WHO = ["practice", "handler", "recipient"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我们会收集您的位置信息。", ("collect", "self", None)),
        ("您需要向我们提供您的手机号码。", ("user_provide", "self", None)),
        ("我们会将您的手机号码与第三方合作伙伴共享。", ("share", "self", "third-party")),
        ("友盟SDK会收集您的IMEI。", ("collect", "sdk:友盟", None)),
        ("第三方可能会收集您的设备信息。", ("collect", "third-party", None)),
        ("我们会存储您的订单信息。", ("store", "self", None)),
        ("人脸信息仅在本地完成处理，我们会使用您的人脸信息。", ("local", "self", None)),
    ],
)
def test_who_does_what(sentence: str, expected: tuple[str, ...]) -> None:
    disclosure = read_text(sentence).disclosures[0]
    assert tuple(getattr(disclosure, name) for name in WHO) == expected


@pytest.mark.parametrize(
    ("sentence", "hedge", "polarity", "purpose"),
    [
        ("我们可能会收集您的IMEI等信息。", "possible,open-list", "yes", None),
        ("为了完成注册，经您同意后我们收集您的手机号码。", None, "conditional", "register_login"),
        ("当您使用地图功能时，我们收集您的位置信息用于导航。", None, "conditional", "map_nav"),
    ],
)
def test_hedge_condition_purpose(sentence: str, hedge: str | None, polarity: str, purpose: str | None) -> None:
    disclosure = read_text(sentence).disclosures[0]
    assert (disclosure.hedge, disclosure.polarity, disclosure.purpose) == (hedge, polarity, purpose)


@pytest.mark.parametrize(
    "sentence",
    ["个人信息是指姓名、身份证号、住址等信息。", "如您拒绝提供身份证号，我们无法提供服务。", "如未来需要收集您的通讯录，将另行征得同意。"],
)
def test_definitions_refusals_and_what_might_come_state_nothing(sentence: str) -> None:
    assert read_text(sentence).disclosures == ()
