from __future__ import annotations

import pytest

from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.lexicon import Terms, forms, lexicon


def test_longest_match_wins_and_latin_needs_its_neighbours() -> None:
    terms = Terms([("设备信息", "device_info"), ("设备", "device"), ("mac", "mac_address"), ("cookie", "cookie")])
    found = [(hit.start, hit.end, hit.label) for hit in terms.find("设备信息、mac、macau、imac、cookies、mac1")]
    assert found == [(0, 4, "device_info"), (5, 8, "mac_address"), (20, 26, "cookie"), (28, 31, "mac_address")]


def test_long_terms_may_be_glued_to_others() -> None:
    terms = Terms([("firebase", "firebase"), ("umeng", "umeng")], glued_from=6)
    assert [hit.label for hit in terms.find("policy.htmlfirebase统计 umengs youmeng")] == ["firebase", "umeng"]


def test_the_gazetteer_knows_its_types() -> None:
    words = lexicon()
    assert [hit.label for hit in words.data.find("收集imei、android id与经纬度")] == ["imei", "android_id", "precise_location"]
    assert words.parents["imei"] == ("device_id",)
    assert "personal_info" in words.generic
    assert {"location", "face"} <= words.sensitive


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ahocorasick_rs", None)
    with pytest.raises(UnreadablePolicyError, match=r"mingcha\[policy\]"):
        Terms([("a", "b")])


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("collect", ("collect", "collects", "collected", "collecting")),
        ("share", ("share", "shares", "shared", "sharing")),
        ("supply", ("supply", "supplies", "supplied", "supplying")),
        ("access", ("access", "accesses", "accessed", "accessing")),
        ("transmit", ("transmit", "transmits", "transmitted", "transmitting")),
        ("enter", ("enter", "enters", "entered", "entering")),
    ],
)
def test_forms_of_an_english_verb(verb: str, expected: tuple[str, ...]) -> None:
    assert forms(verb) == expected


def test_english_practices_are_known_in_every_form() -> None:
    assert [hit.label for hit in lexicon().practices.find("data is collected, used and shared; sold to none")] == [
        "collect",
        "use",
        "share",
        "sell",
    ]
