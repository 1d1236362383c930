from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingcha.policy.normalise import normal_pattern, normal_term, normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＩＭＥＩ（设备号）；Ａ，Ｂ：Ｃ！", "imei(设备号);a,b:c!"),
        ("帐号、登陆、Wi-Fi、WLAN列表", "账号、登录、wifi、wifi列表"),
        ("收集 您的\u3000位置\u200b信息", "收集您的位置信息"),
        ("收集您的 **IMEI** 和<b>位置</b>", "收集您的 imei 和位置"),
        ("1\\. Android  ID", "1. android id"),
    ],
)
def test_one_spelling(text: str, normal: str) -> None:
    assert normalise(text).text == normal


def test_every_span_leads_back_to_its_source() -> None:
    text = "我们会收集您的 **帐号**、Wi-Fi\u3000列表（IMEI）\u200b，Android  ID"
    normal = normalise(text)
    for term, source in (("账号", "帐号"), ("wifi", "Wi-Fi"), ("imei", "IMEI"), ("android id", "Android  ID")):
        at = normal.text.index(term)
        start, end = normal.span(at, at + len(term))
        assert text[start:end] == source


@given(st.text(alphabet="收集您的位置信息，。（）： \n\t*<>/abWIFi-\u200b\u3000ａ帐", max_size=200))
def test_offsets_rise_and_stay_inside(text: str) -> None:
    normal = normalise(text)
    places = [normal.source(index) for index in range(len(normal.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert all(normal.span(index, index + 1)[1] <= len(text) for index in range(len(normal.text)))


def test_stretches_are_ended_by_a_line_end_each() -> None:
    assert normalise("一二三四", [(0, 2), (3, 4)]).text == "一二\n四\n"


def test_terms_and_patterns_take_the_same_form() -> None:
    assert normal_term(" （存储）权限 ") == "(存储)权限"
    assert re.fullmatch(normal_pattern("SDK（[^，。（）]+）\\S"), "sdk(某某)x")


def test_where_a_markdown_link_leads_is_dropped_and_its_words_stay() -> None:
    text = "see [our list](https://a.example/sdk) (below)."
    normal = normalise(text)
    assert normal.text == "see [our list] (below)."
    assert text[slice(*normal.span(15, 22))] == "(below)"
