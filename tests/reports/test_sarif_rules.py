from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.model import Tool
from mingcha.reports.sarif_rules import describe_driver, describe_taxonomies, taxon
from mingcha.rules import load_pack

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


def test_every_rule_has_help_in_both_languages(catalogue: Catalogue) -> None:
    pack = load_pack(catalogue)
    driver = describe_driver(pack, catalogue, Tool("1.0", "r", "c"))
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in pack.rules]
    for described, rule in zip(driver["rules"], pack.rules, strict=True):
        for form in ("text", "markdown"):
            parts = (rule.title.zh, rule.title.en, rule.remedy.zh, rule.remedy.en, rule.label)
            assert [part for part in parts if part not in described["help"][form]] == []
        assert len(described["properties"]["tags"]) <= 20
        assert 0 < float(described["properties"]["security-severity"]) < 10


def test_a_rule_that_only_suspects_is_never_an_error_and_never_very_precise(catalogue: Catalogue) -> None:
    pack = load_pack(catalogue)
    described = describe_driver(pack, catalogue, Tool("1.0", "r", "c"))["rules"]
    for rule in described:
        if rule["properties"]["decides"] == "suspected":
            assert (rule["defaultConfiguration"]["level"] != "error", rule["properties"]["precision"]) == (True, "medium")


def test_the_taxonomies_are_the_two_notices(catalogue: Catalogue) -> None:
    first, second = describe_taxonomies(catalogue)
    assert (first["name"], len(first["taxa"]), second["name"], len(second["taxa"])) == ("MIIT-2020", 10, "MIIT-2023", 26)
    assert first["taxa"][0]["fullDescription"]["text"].startswith("违规收集个人信息。")


@pytest.mark.parametrize(("clause", "index"), [("MIIT-2020-10", 0), ("MIIT-2023-2.3", 1)])
def test_a_clause_is_referred_to_in_its_notice(clause: str, index: int) -> None:
    assert taxon(clause)["toolComponent"]["index"] == index
