"""Every criterion that a package shows has a rule or a reason, and docs/coverage.md says so."""

import pytest
from scripts.write_coverage import TARGET, render

from mingcha.model import InvalidRuleError, Text
from mingcha.rules.coverage import cover, load_reasons, unexplained


def test_every_criterion_that_a_package_shows_has_a_rule_or_a_reason(own_pack, catalogue):
    assert unexplained(cover(own_pack, catalogue, load_reasons(catalogue))) == []


def test_the_page_is_current():
    assert TARGET.read_text("utf-8") == render()


def test_what_is_missing_and_what_is_said_twice_is_named(own_pack, catalogue):
    wrong = unexplained(cover(own_pack, catalogue, {"PRM-13": Text("因", "because")}))
    assert "PRM-13: a reason beside its rule target-sdk-below-23" in wrong
    assert "STO-22: neither rule nor reason" in wrong


@pytest.mark.parametrize(("text", "says"), [("X-1: {zh: 因, en: so}", "X-1 is no criterion"), ("STO-22: {zh: 因}", "must have zh and en")])
def test_a_wrong_reason_is_one_line(text, says, tmp_path, catalogue):
    path = tmp_path / "unruled.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidRuleError, match=says):
        load_reasons(catalogue, path)
