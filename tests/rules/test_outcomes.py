"""What is said of a clause, with rules and criteria made for the purpose."""

from mingcha.facts.factset import FactSet
from mingcha.model import ClauseOutcome, Text, Verdict
from mingcha.rules.evidence import Evidence
from mingcha.rules.outcomes import ClauseOutcomes, RuleOutcome, applies_to_packages
from mingcha.rules.rule import parse_rule

# Of the clauses, 2.2 has five criteria: SEC-01 to SEC-05.
RULE = """/*---
id: {id}
clauses: [MIIT-2023-2.2]
criteria: [{criterion}]
exhausts: [{exhausts}]
label: 标签
title: {{zh: 标题, en: Title}}
decides: suspected
grade: note
needs: [{needs}]
sentence: {{zh: 句, en: sentence}}
remedy: {{zh: 改, en: mend}}
---*/
select 1"""


def rule(name, criterion, *, exhausts=True, needs="code, manifest"):
    return parse_rule(RULE.format(id=name, criterion=criterion, exhausts=criterion if exhausts else "", needs=needs), f"x/{name}.sql")


def outcome(catalogue, rules, verdicts, coverage, clause="MIIT-2023-2.2"):
    facts = FactSet("p")
    for kind, state in coverage.items():
        facts.cover(kind, state, *(() if state == "complete" else ("部分隐藏", "partly hidden")))
    evidence = Evidence(facts)
    outcomes = {each.id: verdicts[each.id] for each in rules}
    return {each.id: each for each in ClauseOutcomes(rules, catalogue).of([], outcomes, evidence)}[clause]


COMPLETE = {"manifest": "complete", "code": "complete"}


def test_the_clause_used_here_has_the_criteria_thought_of(catalogue):
    needs = {c.id: sorted(need.kind for need in c.evidence) for c in catalogue.criteria_by_clause["MIIT-2023-2.2"]}
    assert needs == {
        "SEC-01": ["manifest", "network_trace", "static_code"],
        "SEC-02": ["manifest", "static_code"],
        "SEC-03": ["runtime_trace", "static_code"],
        "SEC-04": ["ui_screen"],
        "SEC-05": ["documents"],
    }


def test_without_rules_the_needs_of_all_criteria_are_counted(catalogue):
    assert outcome(catalogue, [], {}, {}) == ClauseOutcome(
        "MIIT-2023-2.2",
        Verdict.NOT_TESTED,
        Text(
            "共5条检测项：5条未检测；需要：代码(3)、清单文件(2)、书面材料(1)、网络流量(1)、运行轨迹(1)、界面(1)。",
            "Of 5 criteria 5 not tested; these need: code (3), manifest (2), documents (1), network traffic (1), "
            "runtime trace (1), screens (1).",
        ),
    )


def test_what_was_tested_is_counted_apart_from_what_was_partly_tested(catalogue):
    rules = [rule("whole", "SEC-02"), rule("part", "SEC-03", exhausts=False)]
    silent = {each.id: RuleOutcome(each.id, Verdict.NOT_FOUND) for each in rules}
    assert outcome(catalogue, rules, silent, COMPLETE).why.zh == (
        "共5条检测项：1条已检测未发现，1条仅作部分检查未发现，3条未检测；需要：书面材料(1)、网络流量(1)、界面(1)。"
    )


def test_a_criterion_with_all_its_evidence_and_no_rule_says_so(catalogue):
    assert "尚无规则(1)" in outcome(catalogue, [], {}, COMPLETE).why.zh
    assert "no rule yet (1)" in outcome(catalogue, [], {}, COMPLETE).why.en


def test_hidden_code_is_named_with_its_reason(catalogue):
    rules = [rule("whole", "SEC-02")]
    lacking = {"whole": RuleOutcome("whole", Verdict.NOT_TESTED, ("code",))}
    why = outcome(catalogue, rules, lacking, {"manifest": "complete", "code": "partial"}).why
    assert why.zh.endswith("（代码：部分隐藏）。")
    assert why.en.endswith(" (code: partly hidden).")


def test_evidence_that_only_the_rule_needs_is_counted(catalogue):
    rules = [rule("whole", "SEC-02", needs="code, manifest, signature")]
    lacking = {"whole": RuleOutcome("whole", Verdict.NOT_TESTED, ("signature",))}
    assert "签名(1)" in outcome(catalogue, rules, lacking, COMPLETE).why.zh


def test_a_failed_rule_is_named(catalogue):
    rules = [rule("whole", "SEC-02")]
    failed = {"whole": RuleOutcome("whole", Verdict.NOT_TESTED, (), "boom")}
    assert "规则执行失败(1)" in outcome(catalogue, rules, failed, COMPLETE).why.zh


def test_not_found_needs_every_criterion_settled(catalogue):
    criteria = [criterion.id for criterion in catalogue.criteria_by_clause["MIIT-2023-2.2"]]
    rules = [rule(f"r{number}", criterion) for number, criterion in enumerate(criteria)]
    silent = {each.id: RuleOutcome(each.id, Verdict.NOT_FOUND) for each in rules}
    assert outcome(catalogue, rules, silent, COMPLETE) == ClauseOutcome(
        "MIIT-2023-2.2",
        Verdict.NOT_FOUND,
        Text("全部5条检测项均已检测，未发现问题。", "All 5 criteria were tested; nothing was found."),
    )
    assert outcome(catalogue, rules[1:], silent, COMPLETE).verdict is Verdict.NOT_TESTED
    rules[0] = rule("r0", criteria[0], exhausts=False)
    assert outcome(catalogue, rules, silent, COMPLETE).verdict is Verdict.NOT_TESTED


def test_a_clause_for_terminals_says_whom_it_binds(catalogue):
    assert outcome(catalogue, [], {}, {}, "MIIT-2023-2.10").why == Text(
        "本条约束智能终端生产企业，不能由安装包判断。",
        "This clause binds makers of smart terminals; a package cannot show it.",
    )
    assert not applies_to_packages(catalogue.clauses["MIIT-2023-2.10"])
    assert applies_to_packages(catalogue.clauses["MIIT-2023-1.3"])
