from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.catalogue import load
from mingcha.reports import rule_text
from mingcha.rules import load_pack

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.rules.rule import Rule

PACK = load_pack(load())


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_is_told_with_all_that_belongs_to_it(rule: Rule, catalogue: Catalogue) -> None:
    text = rule_text.write(rule, catalogue, PACK.folder)
    parts = [rule.title.zh, rule.title.en, rule.sentence.en, rule.remedy.zh, rule.sql.strip(), rule.place, *rule.clauses, *rule.criteria]
    parts += [catalogue.criteria[name].condition for name in rule.criteria]
    parts += [clause for name in rule.clauses if (clause := catalogue.clauses[name].text_zh)]
    assert [part for part in parts if part not in text] == []
    examples = text.partition("示例 Examples\n")[2].partition("\n\n")[0].splitlines()
    assert {example.split(" / ")[0].strip() for example in examples} >= {"未发现", "未检测"}


def test_what_silence_settles_and_what_must_be_complete_is_told(catalogue: Catalogue) -> None:
    rule = PACK.rules[0]._replace(exhausts=PACK.rules[0].criteria, silence_of=("policy",), label="")
    text = rule_text.write(rule, catalogue, PACK.folder)
    assert "silence of this rule settles it" in text
    assert "隐私政策 / privacy policy：须完整方可认定" in text
    assert "通报用语" not in text
