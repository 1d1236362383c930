from __future__ import annotations

import time

from mingcha.policy.reader import read_text

POLICY = """一、我们如何收集信息
我们会收集以下信息：
1）设备信息，包括IMEI、MAC地址；
2）位置信息。
我们不会收集您的通讯录。

SDK名称 | 使用目的 | 收集信息 | 隐私政策
---|---|---|---
友盟SDK | 统计分析 | Android ID | https://www.umeng.com/policy
"""


def test_a_policy_as_disclosures() -> None:
    policy = read_text(POLICY)
    found = [(item.data_type, item.practice, item.handler, item.polarity) for item in policy.disclosures]
    assert found == [
        ("device_info", "collect", "self", "yes"),
        ("imei", "collect", "self", "yes"),
        ("mac_address", "collect", "self", "yes"),
        ("location", "collect", "self", "yes"),
        ("contacts", "collect", "self", "no"),
        ("android_id", "collect", "sdk:umeng_analytics", "yes"),
    ]
    assert all(POLICY[item.start : item.end] == item.quote for item in policy.disclosures)


def test_a_row_of_the_list() -> None:
    (row,) = read_text(POLICY).sdks
    assert (row.name, row.sdk, row.purpose, row.data_types, row.link, row.complete) == (
        "友盟", "umeng_analytics", "统计分析", ("android_id",), "https://www.umeng.com/policy", True,
    )  # fmt: skip


def test_time_is_linear_in_the_text() -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        read_text(text)
        return time.process_time() - start

    read_text(POLICY)
    once, tenfold = seconds(POLICY * 40), seconds(POLICY * 400)
    assert tenfold < once * 25 + 0.5


def test_words_of_an_address_are_no_data() -> None:
    text = (
        "You may [change this](https://a.example/location/contacts) or see https://a.example/cookies. Mail camera@a.example to collect it."
    )
    assert read_text(text).mentions == ()
