from __future__ import annotations

from mingcha.policy.plain import read_plain
from mingcha.policy.sentences import MAX_READ, MAX_SENTENCES, cut

TEXT = """一、信息收集
我们会收集以下信息：
1）位置信息；用于导航。
2）IMEI。
另外，详见https://a.cn/?x=1。谢谢！
"""


def test_sentences_know_their_heading_and_the_clause_that_opens_their_list() -> None:
    reading = cut(read_plain(TEXT, "p", "00"))
    found = [(reading.text(sentence), sentence.heading, sentence.head) for sentence in reading.sentences]
    assert found == [
        ("一、信息收集", "一、信息收集", -1),
        ("我们会收集以下信息:", "一、信息收集", -1),
        ("1)位置信息;", "一、信息收集", 1),
        ("用于导航。", "一、信息收集", 1),
        ("2)imei。", "一、信息收集", 1),
        ("另外,详见https://a.cn/?x=1。", "一、信息收集", -1),
        ("谢谢!", "一、信息收集", -1),
    ]


def test_english_sentences_end_at_a_full_stop_but_not_behind_an_abbreviation() -> None:
    text = 'We use services of Acme Inc. for ads (e.g. banners). Your name is stored. See app.example.com/a for version 1.2. "We" are us.'
    reading = cut(read_plain(text, "p", "00"))
    assert [reading.text(sentence) for sentence in reading.sentences] == [
        "we use services of acme inc. for ads (e.g. banners).",
        "your name is stored.",
        'see app.example.com/a for version 1.2. "we" are us.',
    ]


def test_a_quote_is_the_source_itself() -> None:
    reading = cut(read_plain("本条：我们 会收集您的 **ＩＭＥＩ** 。", "p", "00"))
    sentence = reading.sentences[0]
    quote, start, end = reading.quote(sentence.start, sentence.end)
    assert reading.document.text[start:end] == quote == "本条：我们 会收集您的 **ＩＭＥＩ** 。"


def test_a_block_without_any_stop_is_cut_too() -> None:
    reading = cut(read_plain("我们收集位置信息，" * 500, "p", "00"))
    assert max(sentence.end - sentence.start for sentence in reading.sentences) <= 1200


def test_a_reading_ends_at_its_limits_and_says_so() -> None:
    many = cut(read_plain("收集。" * (MAX_SENTENCES + 1), "p", "00"))
    assert (len(many.sentences), [limit.en for limit in many.limits]) == (MAX_SENTENCES, ["only the first 20000 sentences were read"])
    long = cut(read_plain("a" * (MAX_READ + 1), "p", "00"))
    assert (len(long.normal.text), [limit.en for limit in long.limits]) == (MAX_READ + 1, ["only the first 800000 characters were read"])
    assert cut(read_plain("a" * MAX_READ, "p", "00")).limits == ()
