from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingcha.model import Text, Verdict
from mingcha.reports.blocks import Document, Heading, Paragraph, Signatures, Table
from mingcha.reports.lab_report import Imprint, build
from mingcha.reports.lab_words import VERDICTS

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(document: Document) -> str:
    parts = [value for row in document.cover for value in row]
    for block in document.blocks:
        if isinstance(block, Table):
            parts += [column.title for column in block.columns] + [cell for row in block.rows for cell in row]
        elif isinstance(block, Heading | Paragraph):
            parts.append(block.text)
    return "\n".join(parts)


def test_the_cover_names_the_sample_and_leaves_room_for_the_number(shop: Report, catalogue: Catalogue) -> None:
    document = build(shop, catalogue, day="2026-03-05")
    cover = dict(document.cover)
    assert (cover["包名"], cover["安装包SHA-256"], cover["报告日期"]) == (shop.package.app_id, shop.package.sha256, "2026年3月5日")
    assert cover["开发者（签名证书主体）"] == shop.signers[0].subject
    assert document.number == "报告编号：〔　　　　〕第　　　　号"


def test_a_laboratory_enters_number_client_and_its_name(shop: Report, catalogue: Catalogue) -> None:
    document = build(shop, catalogue, imprint=Imprint("泰检〔2022〕7号", "北京市通信管理局", "某检测中心"))
    assert document.number == "报告编号：泰检〔2022〕7号"
    assert document.head[1] == document.number
    assert dict(document.cover)["委托单位"] == "北京市通信管理局"
    assert document.issuer[0] == "检测单位（盖章）：某检测中心"


def test_without_a_day_room_is_left_for_it(shop: Report, catalogue: Catalogue) -> None:
    assert dict(build(shop, catalogue).cover)["报告日期"] == "　　　　年　　月　　日"


def test_three_hands_sign(shop: Report, catalogue: Catalogue) -> None:
    signed = [block for block in build(shop, catalogue).blocks if isinstance(block, Signatures)]
    assert [block.roles for block in signed] == [("检测", "审核", "批准")]


@pytest.mark.parametrize("name", ["shop", "packed"])
def test_every_clause_has_its_verdict_and_none_says_more_than_the_report(
    name: str, request: pytest.FixtureRequest, catalogue: Catalogue
) -> None:
    report: Report = request.getfixturevalue(name)
    rows = [row for table in tables(build(report, catalogue)) if len(table.columns) == 5 and table.headed for row in table.rows]
    clauses = [row for row in rows if row[2] in {text.zh for text in VERDICTS.values()}]
    given = {outcome.id: outcome.verdict for outcome in report.clauses}
    ids = [f"MIIT-2020-{number}" for number in range(1, 11)]
    ids += [f"MIIT-2023-1.{number}" for number in range(1, 13)] + [f"MIIT-2023-2.{number}" for number in range(1, 15)]
    assert [row[2] for row in clauses] == [VERDICTS[given.get(clause, Verdict.NOT_TESTED)].zh for clause in ids]


def test_an_app_is_never_said_to_comply(shop: Report, catalogue: Catalogue) -> None:
    clean = replace(shop, findings=(), clauses=tuple(replace(item, verdict=Verdict.NOT_FOUND) for item in shop.clauses))
    text = texts(build(clean, catalogue))
    assert "在已检测的范围内未发现不符合项" in text
    assert "不能据此认为该应用符合要求" in text
    assert "\n符合" not in text


def test_what_was_not_seen_is_listed_with_its_reason(packed: Report, catalogue: Catalogue) -> None:
    document = build(packed, catalogue)
    text = texts(document)
    assert [limit.zh for limit in packed.limits if limit.zh not in text] == []
    assert [item.why.zh for item in packed.coverage if item.why and item.why.zh not in text] == []


def test_the_english_report_is_english(shop: Report, catalogue: Catalogue) -> None:
    document = build(shop, catalogue, lang="en", day="2026-03-05")
    assert (document.title, dict(document.cover)["Date"]) == ("TEST REPORT", "2026-03-05")
    assert [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1][:3] == [
        "1. Conclusions",
        "2. Findings",
        "3. What was not tested, and why",
    ]


def test_many_limits_are_counted(shop: Report, catalogue: Catalogue) -> None:
    many = replace(shop, limits=tuple(Text(f"限制{number:03}", f"limit {number}") for number in range(45)))
    assert "另有 5 项，见 JSON 报告" in texts(build(many, catalogue))
