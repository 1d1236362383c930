from mingcha.facts.factset import FactSet
from mingcha.model import CoverageState, Text
from mingcha.rules.evidence import Evidence, Seen


def test_a_kind_without_a_row_is_absent():
    facts = FactSet("p")
    facts.cover("manifest", "complete")
    facts.cover("code", "partial", "已加固", "packed")
    evidence = Evidence(facts)
    assert evidence.complete("manifest")
    assert evidence.of("code") == Seen(CoverageState.PARTIAL, Text("已加固", "packed"))
    assert evidence.of("policy") == Seen(CoverageState.ABSENT, Text("未提供", "not provided"))
    assert evidence.incomplete(("policy", "manifest", "code")) == ("policy", "code")
    assert evidence.reasons(("code", "policy")) == Text("代码：已加固；隐私政策：未提供", "code: packed; privacy policy: not provided")
