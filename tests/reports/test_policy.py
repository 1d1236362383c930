from __future__ import annotations

from dataclasses import replace

import pytest

from mingcha.catalogue import load
from mingcha.model import Disclosure, PolicyFile, PolicyView, Report, ToldType
from mingcha.reports import html
from mingcha.reports.names import Names
from mingcha.reports.policy import Piece, only_told, pieces, told_rows

NAMES = Names(load())
TEXT = "隐私政策\n我们收集IMEI和位置。我们不收集通讯录。"


def say(data_type: str, start: int, end: int, polarity: str = "yes", file: str = "p.md") -> Disclosure:
    return Disclosure(data_type, "collect", "self", TEXT[start:end], start, end, polarity=polarity, file=file)


STATEMENTS = (say("imei", 5, 17), say("location", 5, 17), say("contacts", 17, 26, "no"), say("imei", 0, 4, file="other.md"))
FILE = PolicyFile("p.md", "00", "text", len(TEXT), TEXT)


def test_the_text_is_cut_where_statements_begin_and_end() -> None:
    found = pieces(FILE, STATEMENTS, NAMES, 1000)
    assert "".join(piece.text for piece in found) == TEXT
    assert [(piece.label.zh if piece.label else None, piece.denies) for piece in found] == [
        (None, False),
        ("IMEI（国际移动设备识别码）、位置信息（统称）", False),
        ("不收集：通讯录/联系人", True),
    ]
    assert "".join(piece.text for piece in pieces(FILE, STATEMENTS, NAMES, 8)) == TEXT[:8]
    assert pieces(replace(FILE, name="none.md"), STATEMENTS, NAMES, 1000) == [Piece(TEXT)]


def test_overlapping_and_empty_statements_lose_no_text() -> None:
    odd = (say("imei", 3, 10), say("imei", 5, 12), say("imei", 7, 7), say("imei", 20, 900))
    assert "".join(piece.text for piece in pieces(FILE, odd, NAMES, 1000)) == TEXT


def beside(report: Report, *told: ToldType) -> Report:
    view = PolicyView(found=True, source="given", sha256="00", files=(FILE,), told=told, disclosures=STATEMENTS)
    return replace(report, policy=view)


def test_rows_count_places_and_the_gravest_stands_first(shop: Report) -> None:
    access = next(each for each in shop.accesses if each.data_type)
    told = (ToldType("app", "camera", "clear"), ToldType(access.owner, str(access.data_type), "incorrect", "我们不收集"))
    rows = told_rows(beside(shop, *told), NAMES)
    assert [row.state for row in rows] == ["incorrect", "clear"]
    same = [each for each in shop.accesses if (each.data_type, each.owner) == (access.data_type, access.owner)]
    assert rows[0].places == sum(each.start_state != "unreached" for each in same)
    assert rows[0].at_start == sum(each.start_state == "at-start" for each in same)


def test_what_is_told_and_not_read_is_named(shop: Report) -> None:
    assert [text.zh for text in only_told(replace(beside(shop), accesses=()), NAMES)] == ["IMEI（国际移动设备识别码）", "位置信息（统称）"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_the_comparison_and_the_marked_text(shop: Report, lang: str) -> None:
    page = html.write(beside(shop, ToldType("app", "imei", "omitted")), load(), lang=lang)
    assert "与隐私政策的比对" in page
    assert "未提及" in page
    assert "<mark>我们收集IMEI和位置。</mark>" in page
    assert '<mark class="denies">我们不收集通讯录。</mark>' in page
    assert "与隐私政策的比对" not in html.write(replace(shop, policy=PolicyView()), load(), lang=lang)


def test_text_of_a_policy_is_escaped(shop: Report) -> None:
    view = PolicyView(found=True, source="given", files=(replace(FILE, text="<script>alert(1)</script>"),))
    assert "<script>alert" not in html.write(replace(shop, policy=view), load())
