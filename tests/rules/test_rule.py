import pytest

from mingcha.model import Grade, InvalidRuleError, Text, Verdict
from mingcha.rules.rule import fill, parse_rule, placeholders

GOOD = """/*---
id: x
clauses: [MIIT-2020-5]
criteria: [PRM-13]
label: 标签
title: {zh: 标题, en: Title}
decides: suspected
grade: general
needs: [manifest]
key: [name]
sentence: {zh: "用{name}", en: "uses {name}"}
remedy: {zh: 改, en: mend}
---*/
select 1 as package
"""


def test_front_matter_and_query_are_read():
    rule = parse_rule(GOOD, "MIIT-2020-5/x.sql")
    assert (rule.id, rule.place, rule.label) == ("x", "MIIT-2020-5/x.sql", "标签")
    assert (rule.decides, rule.grade) == (Verdict.SUSPECTED, Grade.GENERAL)
    assert (rule.needs, rule.key, rule.silence_of, rule.exhausts) == (("manifest",), ("name",), (), ())
    assert rule.sentence == Text("用{name}", "uses {name}")
    assert rule.sql == "select 1 as package"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("/*---", "/*--", "must begin with"),
        ("id: x", "id: [", "not YAML"),
        ("decides: suspected", "decides: not-found", "violated or suspected"),
        ("decides: suspected", "decides: guilty", "guilty"),
        ("grade: general", "grade: huge", "huge"),
        ("grade: general\n", "", "lacks grade"),
        ("grade: general", "grade: general\nsince: 1", "unknown front matter: since"),
        ("needs: [manifest]", "needs: manifest", "needs must be a list"),
        ("remedy: {zh: 改, en: mend}", "remedy: {zh: 改}", "remedy must have zh and en"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(old, new, says):
    with pytest.raises(InvalidRuleError, match=says) as error:
        parse_rule(GOOD.replace(old, new), "MIIT-2020-5/x.sql")
    assert str(error.value).startswith("MIIT-2020-5/x.sql: ")


def test_words_are_filled_in_literally():
    text = Text("{a}与{b}和{c}", "{a} and {b.x} {a!r}")
    assert placeholders(text) == {"a", "b", "c"}
    assert fill(text, {"a": "{b}", "b": "乙"}) == Text("{b}与乙和{c}", "{b} and {b.x} {a!r}")
