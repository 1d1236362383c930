from __future__ import annotations

import pytest

from mingcha.policy.lexicon import lexicon
from mingcha.policy.mentions import find_mentions, guards, speaking_hits
from mingcha.policy.normalise import normalise


def types(text: str, *, inherits: bool = False) -> set[str]:
    normal = normalise(text).text
    words = lexicon()
    clear = speaking_hits(normal, 0, len(normal), words.data.find(normal))
    hits = find_mentions(normal, 0, len(normal), clear, words.practices.find(normal), inherits=inherits)
    return {hit.label for hit in hits} - words.generic


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我们会收集您的设备型号、IMEI和位置信息。", {"device_model", "imei", "location"}),
        ("您可以使用我们的位置服务和支付功能。", set()),
        ("我们可能通过短信通知您。", set()),
        ("您可以拨打客服电话联系我们。", set()),
        ("我们公司的联系电话：400-0000000，欢迎联系。", set()),
        ("我们会收集您的联系电话（手机号）和剪切板内容。", {"phone_number", "clipboard"}),
        ("为排查、定位问题，我们记录日志信息。", {"log_info"}),
        ("如您所在的国家、地区的法律另有规定。", set()),
        ("需要面容特征信息以进行验证", {"face"}),
        ("您的账户信息登录后可见，我们会保存账户信息。", {"account"}),
        ("银行卡号属于个人敏感信息。", {"bank_card"}),
        ("您可以点击此处查看。", set()),
        ("我们会收集您的信息，详见《位置信息目录》。", set()),
        ("我们提供的图片、视频等内容的知识产权归我们所有。", set()),
        ("我们会收集您上传的图片、视频。", {"photos", "video"}),
        ("我们会收集您在腾讯视频、QQ浏览器中的IMEI。", {"imei"}),
        ("您可通过我们提供的联系方式与我们联系，注销账户后我们会删除IMEI。", {"imei"}),
        ("We collect your email address and IP addresses.", {"email", "ip_address"}),
        ("This may include your name, passwords and bookmarks.", {"name", "password", "favourites"}),
        ("We may send you emails and push notifications.", set()),
        ("Your phone number is stored.", {"phone_number"}),
        ("We take reasonable steps to keep your data safe.", set()),
        ("Our payment processor processes the name of the company.", set()),
        ("You can change this in your email settings.", set()),
    ],
)
def test_what_is_data_where_it_stands(sentence: str, expected: set[str]) -> None:
    assert types(sentence) == expected


def test_a_bare_list_counts_under_a_head_only() -> None:
    assert types("地址、性别") == set()
    assert types("地址、性别", inherits=True) == {"address", "gender"}


def test_guards_are_compiled_once() -> None:
    assert guards() is guards()
