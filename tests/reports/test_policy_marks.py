"""The policy's text with its statements marked: no character lost, marks joined, numbered and bounded."""

from __future__ import annotations

from mingcha.model import Disclosure, PolicyFile, PolicyView
from mingcha.reports.policy_marks import mark_all

TEXT = "隐私政策\n\n我们收集IMEI。我们不收集\n通讯录。完\n"


def said(start: int, end: int, data_type: str = "imei", polarity: str = "yes", file: str = "p.txt") -> Disclosure:
    return Disclosure(data_type, "collect", "self", TEXT[start:end], start, end, polarity=polarity, file=file)


def policy(*items: Disclosure, text: str = TEXT, files: tuple[str, ...] = ("p.txt",)) -> PolicyView:
    return PolicyView(found=True, files=tuple(PolicyFile(name, "00", "text", len(text), text) for name in files), disclosures=items)


def test_lines_hold_every_word_in_order_and_marks_cross_lines() -> None:
    (found,) = mark_all(policy(said(6, 15), said(15, 25, "contacts", "no")), 1000)
    shown = [
        [(piece.text, piece.mark.number if piece.mark else None, piece.is_first, piece.is_last) for piece in line] for line in found.lines
    ]
    assert shown == [
        [("隐私政策", None, False, False)],
        [("我们收集IMEI。", 1, True, True), ("我们不收集", 2, True, False)],
        [("通讯录。", 2, False, True), ("完", None, False, False)],
    ]
    assert found.left_out == 0
    assert [mark.is_denial for mark in found.marks] == [False, True]


def test_statements_of_overlapping_words_are_one_mark() -> None:
    (found,) = mark_all(policy(said(8, 15, "imei"), said(6, 12, "oaid"), said(6, 15, "imsi", "no")), 1000)
    (mark,) = found.marks
    assert (mark.start, mark.end, [item.data_type for item in mark.statements]) == (6, 15, ["oaid", "imsi", "imei"])
    assert not mark.is_denial


def test_numbers_go_on_over_files_and_each_file_has_its_own() -> None:
    found = mark_all(policy(said(6, 15), said(0, 4, file="list.txt"), files=("p.txt", "list.txt")), 1000)
    assert [[mark.number for mark in marked.marks] for marked in found] == [[1], [2]]


def test_what_is_beyond_the_limit_is_counted() -> None:
    first, second = mark_all(policy(said(15, 25), files=("p.txt", "list.txt")), 10)
    assert ["".join(piece.text for piece in line) for line in first.lines] == ["隐私政策", "我们收集"]
    assert (first.left_out, second.lines, second.left_out) == (len(TEXT.rstrip()) - 10, (), len(TEXT.rstrip()))


def test_offsets_that_lie_outside_of_the_text_are_no_marks() -> None:
    (found,) = mark_all(policy(said(900, 950), said(-5, 4), said(4, 4)), 1000)
    assert [(mark.start, mark.end) for mark in found.marks] == [(0, 4)]


def test_a_text_of_countless_lines_is_cut() -> None:
    (found,) = mark_all(policy(text="字\n" * 50_000), 200_000)
    assert len(found.lines) == 6000
    assert found.left_out > 80_000
