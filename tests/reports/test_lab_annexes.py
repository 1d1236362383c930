from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mingcha.reports import json
from mingcha.reports.blocks import Heading, Paragraph, Table
from mingcha.reports.lab_annexes import MAX_ROWS, annexes
from mingcha.reports.names import Names
from mingcha.reports.order import arrange

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report


def parts(report: Report, catalogue: Catalogue) -> dict[str, list[object]]:
    """Return the blocks below each heading, by the letter of the annex."""
    found: dict[str, list[object]] = {}
    letter = ""
    for block in annexes(arrange(report), Names(catalogue), "zh"):
        if isinstance(block, Heading):
            letter = block.text[2]
            found[letter] = []
        elif letter:
            found[letter].append(block)
    return found


def rows(blocks: list[object]) -> list[tuple[str, ...]]:
    return [row for block in blocks if isinstance(block, Table) for row in block.rows]


def test_every_list_of_the_report_has_its_annex(shop: Report, catalogue: Catalogue) -> None:
    found = parts(shop, catalogue)
    assert list(found) == ["A", "B", "C", "D", "E", "F"]
    assert sorted(row[4] for row in rows(found["B"])) == sorted(sdk.id for sdk in shop.sdks)
    assert sorted(row[0] for row in rows(found["C"])) == sorted(permission.name for permission in shop.permissions)
    assert sorted(row[1] for row in rows(found["D"])) == sorted(component.cls for component in shop.components)


def test_certificates_are_given_in_full(shop: Report, catalogue: Catalogue) -> None:
    subject, _schemes, digest = rows(parts(shop, catalogue)["E"])[0]
    assert (subject, digest.replace("\n", "")) == (shop.signers[0].subject, shop.signers[0].sha256)


def test_the_method_names_tool_digests_and_how_to_check(shop: Report, catalogue: Catalogue) -> None:
    method = dict(rows(parts(shop, catalogue)["F"]))
    assert (method["规则包摘要"], method["目录摘要"]) == (shop.tool.rules, shop.tool.catalogue)
    assert method["报告数据摘要"] == hashlib.sha256(json.write(shop).encode()).hexdigest()


def test_long_lists_are_cut_and_counted(huge: Report, catalogue: Catalogue) -> None:
    found = parts(huge, catalogue)
    assert len(rows(found["D"])) == MAX_ROWS
    assert Paragraph(f"另有 {len(huge.components) - MAX_ROWS} 项，见 JSON 报告", small=True) in found["D"]
