from __future__ import annotations

from dataclasses import replace

import pytest

from mingcha.platform.documents.paper import Annex, Paper, Section, annex_label, annex_lines, ems, numbered, numeral, signature_indents
from mingcha.reports.blocks import Paragraph


def test_numerals() -> None:
    numbers = (1, 9, 10, 11, 19, 20, 21, 90, 99)
    assert [numeral(number) for number in numbers] == ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十", "九十九"]
    for wrong in (0, 100, -1):
        with pytest.raises(ValueError, match="numeral"):
            numeral(wrong)


def test_sections_are_numbered_by_level_and_begin_anew_below_another() -> None:
    levels = (1, 2, 2, 3, 4, 4, 3, 2, 3, 1, 2)
    blocks = (Paragraph("x"), *(Section(level, "t") for level in levels))
    ordinals = ["", "一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "（三）", "1.", "二、", "（一）"]
    assert [ordinal for ordinal, _ in numbered(blocks)] == ordinals
    assert [block for _, block in numbered(blocks)] == list(blocks)


def test_one_annex_has_no_number_and_several_have() -> None:
    paper = Paper(title=("甲", "乙"), annexes=(Annex("名单", ()),))
    assert (paper.name, annex_label(paper, 0), annex_lines(paper)) == ("甲乙", "附件", ["名单"])
    paper = replace(paper, annexes=(Annex("名单", ()), Annex("说明", ())))
    assert (annex_label(paper, 1), annex_lines(paper)) == ("附件2", ["1.名单", "2.说明"])
    assert annex_lines(replace(paper, annexes=())) == []


def test_a_sealed_day_stands_four_characters_from_the_edge_and_the_issuer_is_centred_above() -> None:
    paper = Paper(title=(), issuer="北京市通信管理局", day="2022年4月20日")
    assert ems(paper.day) == 6.5
    assert signature_indents(paper) == (4 + (6.5 - 8) / 2, 4.0)
    long = replace(paper, issuer="工业和信息化部信息通信管理局某某局")
    assert signature_indents(long) == (0.0, (17 - 6.5) / 2)


def test_an_unsealed_day_begins_two_characters_to_the_right_of_the_issuer() -> None:
    paper = Paper(title=(), issuer="北京市通信管理局", day="2022年4月20日", sealed=False)
    issuer_indent, day_indent = signature_indents(paper)
    assert issuer_indent == 2
    left_of_issuer, left_of_day = issuer_indent + 8, day_indent + 6.5
    assert left_of_issuer - left_of_day == 2
    short = replace(paper, issuer="某局")
    issuer_indent, day_indent = signature_indents(short)
    assert (day_indent, issuer_indent + 2 - (day_indent + 6.5)) == (2, 2)
