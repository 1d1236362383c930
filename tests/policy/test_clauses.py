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
        ("我们会使用您的浏览记录为您提供个性化推荐。", None, "yes", "personalise"),
        ("我们会使用您的浏览记录为您提供服务。", None, "yes", "core_service"),
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


@pytest.mark.parametrize(
    "text",
    [
        "本隐私政策中涉及的个人信息包括：基本信息（包括个人姓名、生日）；位置信息；个人常用设备信息（包括IMEI）。",
        "本政策中可能涉及到的个人信息包括但不限于：\n1、姓名、身份证号码；\n2、位置信息、通讯录。",
        "“个人信息”是指能够识别您身份的信息，例如姓名、电话号码、IMEI。",
        "本政策所称个人信息包括姓名、出生日期、通讯录。",
        "敏感个人信息包括生物识别、行踪轨迹、通讯录。",
        "个人信息包括姓名、电话号码、位置信息。",
        "Personal information means any information that identifies you, such as your email address and location data.",
    ],
)
def test_what_a_term_means_is_no_statement_of_collection(text: str) -> None:
    assert read_text(text).disclosures == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们收集的个人信息包括：姓名、IMEI。", {"name", "imei"}),
        ("我们向您收集的敏感个人信息包括您的位置信息和通讯录。", {"location", "contacts"}),
        ("我们会根据本隐私政策收集您的个人信息，包括姓名、位置信息。", {"name", "location"}),
        ("您向我们提供的个人信息包括姓名、身份证号码。", {"name", "id_number"}),
        (
            "日志信息，指您使用服务时我们自动采集的信息，包括：\n1、您的IP地址；\n2、搜索记录。",
            {"log_info", "ip_address", "search_history"},
        ),
        ("本政策中涉及的个人信息包括：\n1、姓名；\n2、您使用导航时，我们会收集您的位置信息。", {"location"}),
        ("个人信息是指能够识别您的信息。我们会收集您的通讯录。", {"contacts"}),
    ],
)
def test_what_is_collected_is_a_statement_beside_a_definition(text: str, expected: set[str]) -> None:
    assert {item.data_type for item in read_text(text).disclosures} == expected
