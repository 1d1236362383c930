from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingcha.model import BaselineState, Report, Suppression
from mingcha.reports import view
from mingcha.reports.blocks import Heading, Paragraph, Table
from mingcha.reports.lab_findings import MAX_ALIKE, MAX_GROUPS, findings
from mingcha.reports.names import Names
from mingcha.reports.order import arrange

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


def rows(report: Report, catalogue: Catalogue) -> list[dict[str, str]]:
    blocks = findings(arrange(report), Names(catalogue), "zh")
    return [dict(block.rows) for block in blocks if isinstance(block, Table)]


def test_each_finding_has_verdict_culprit_sentence_path_and_remedy(shop: Report, catalogue: Catalogue) -> None:
    found = rows(shop, catalogue)
    assert len(found) == len(view.groups(shop.findings))
    pangle = next(row for row in found if "穿山甲" in row["责任方"])
    assert pangle["结论"] == "疑似不符合 · 严重 · 须经人工复核或真机检测确认"
    assert pangle["问题描述"] == shop.findings[0].sentence.zh
    assert pangle["整改建议"] == "将SDK初始化移至用户同意隐私政策之后。"
    assert "调用路径：\n　com.example.meiri.MeiriApp.onCreate()\n　→ com.example.meiri.boot.Initializer.start(Context)" in pangle["证据"]


def test_decisions_about_findings_are_shown(shop: Report, catalogue: Catalogue) -> None:
    first = replace(shop.findings[0], suppression=Suppression("已评估", "2027-01-01", active=True))
    assert rows(replace(shop, findings=(first,)), catalogue)[0]["处理状态"] == "已登记为不计入，有效期至2027-01-01：已评估"
    first = replace(shop.findings[0], baseline=BaselineState.KNOWN)
    assert rows(replace(shop, findings=(first,)), catalogue)[0]["处理状态"] == "基线报告中已有，不计入"


def test_alike_findings_stand_together_numbered(shop: Report, catalogue: Catalogue) -> None:
    alike = tuple(replace(shop.findings[0], id=f"{number:016x}", data_type=None) for number in range(MAX_ALIKE + 3))
    (found,) = rows(replace(shop, findings=alike), catalogue)
    assert [name for name in found if name.startswith("问题描述")] == [f"问题描述 {number}" for number in range(1, MAX_ALIKE + 1)]
    assert found["同类问题"] == "另有 3 项，见 JSON 报告"


def test_nothing_found_is_said_with_its_limits(shop: Report, catalogue: Catalogue) -> None:
    blocks = list(findings(replace(shop, findings=()), Names(catalogue), "zh"))
    assert blocks == [Paragraph("已检查的内容中未发现问题。")]


def test_groups_beyond_the_limit_are_counted(shop: Report, catalogue: Catalogue) -> None:
    many = tuple(replace(shop.findings[0], id=f"{number:016x}", rule=f"rule-{number:04}") for number in range(MAX_GROUPS + 7))
    blocks = list(findings(arrange(replace(shop, findings=many)), Names(catalogue), "zh"))
    assert sum(isinstance(block, Heading) for block in blocks) == MAX_GROUPS
    assert blocks[-1] == Paragraph("另有 7 项，见 JSON 报告", small=True)
