"""The judge on whole packages: verdicts follow rows and coverage, and both engines come to the same judgement."""

import json
from dataclasses import replace

import pytest

from mingcha.facts.factset import FactSet
from mingcha.model import Verdict
from mingcha.rules import Pack, judge, load_pack
from mingcha.rules.duck import DuckTables
from mingcha.rules.sqlite import SqliteTables
from mingcha.rules.testing import _facts, load_cases

ALL_FILES = ("manifest", "resources", "signature", "code", "native")


def package(name="p", target=30, coverage=None):
    """Return facts of one package that was seen completely but for `coverage`."""
    facts = FactSet(name)
    facts.add("package", kind="apk", target_sdk=target, name="商城")
    facts.add("permission", name="android.permission.CAMERA", level="dangerous", group_zh="相机", owner="app")
    for kind in ALL_FILES:
        state = (coverage or {}).get(kind, "complete")
        facts.cover(kind, state, *(() if state == "complete" else ("已加固", "packed")))
    return facts


def read(facts, data_type="android_id", state="at-start", owner="app", **columns):
    facts.add(
        "access",
        **{
            "data_type": data_type,
            "start_state": state,
            "owner": owner,
            "via": "setting",
            "api": "La;->b()V",
            "confidence": 1.0,
            **columns,
        },
        caller_class="Lc;",
        caller_method="d()V",
        path=["Lc;->d()V"],
    )


def verdicts(judgement):
    return {clause.id: clause.verdict for clause in judgement.clauses}


def rule_verdict(judgement, rule):
    return next(outcome.verdict for outcome in judgement.rules if outcome.rule == rule)


def test_every_clause_of_both_notices_has_an_outcome_in_order(own_pack, catalogue):
    judgement = judge([package()], own_pack, catalogue)["p"]
    notices = [clause.id for clause in catalogue.clauses.values() if clause.notice in ("MIIT-2020", "MIIT-2023")]
    assert [clause.id for clause in judgement.clauses] == notices
    assert len(notices) == 36
    assert all(clause.why.zh and clause.why.en for clause in judgement.clauses)


def test_a_package_without_findings_is_not_called_clean(own_pack, catalogue):
    facts = package()
    read(facts, "camera", "user-action", via="api")
    judgement = judge([facts], own_pack, catalogue)["p"]
    assert judgement.findings == ()
    found = set(verdicts(judgement).values())
    assert found == {Verdict.NOT_TESTED, Verdict.NOT_APPLICABLE}


def test_clauses_that_bind_only_terminals_or_access_providers_do_not_apply(own_pack, catalogue):
    outcomes = verdicts(judge([package()], own_pack, catalogue)["p"])
    outside = {clause for clause, verdict in outcomes.items() if verdict is Verdict.NOT_APPLICABLE}
    assert outside == {"MIIT-2023-2.10", "MIIT-2023-2.11", "MIIT-2023-2.12", "MIIT-2023-2.13", "MIIT-2023-2.14"}


def test_a_decided_fact_weighs_more_than_a_suspicion(own_pack, catalogue):
    facts = package(target=22)
    facts.add("permission", name="android.permission.READ_SMS", level="dangerous", group_zh="短信", owner="app")
    judgement = judge([facts], own_pack, catalogue)["p"]
    assert {finding.rule for finding in judgement.findings} >= {"target-sdk-below-23", "sms-or-call-permission"}
    outcome = next(clause for clause in judgement.clauses if clause.id == "MIIT-2020-5")
    assert outcome.verdict is Verdict.VIOLATED
    assert outcome.why.zh.startswith("违规：目标版本过低致安装即授权（target-sdk-below-23，1项）；疑似：")
    assert outcome.why.en.startswith("violated: The target version makes installation grant all permissions (target-sdk-below-23, 1)")


def test_findings_are_sorted_by_grade_rule_owner_and_data_type(own_pack, catalogue):
    facts = package(target=22)
    for owner in ("jpush", "app"):
        for data_type in ("oaid", "android_id"):
            read(facts, data_type, owner=owner)
    findings = judge([facts], own_pack, catalogue)["p"].findings
    assert [(f.grade, f.rule, f.owner, f.data_type) for f in findings if f.grade == "serious"] == [
        ("serious", "app-collects-at-start", "app", "android_id"),
        ("serious", "app-collects-at-start", "app", "oaid"),
        ("serious", "sdk-collects-at-start", "jpush", "android_id"),
        ("serious", "sdk-collects-at-start", "jpush", "oaid"),
        ("serious", "target-sdk-below-23", "app", None),
    ]


def test_what_was_seen_of_hidden_code_stands_and_its_silence_proves_nothing(own_pack, catalogue):
    packed = {"code": "partial"}
    facts = package(coverage=packed)
    read(facts)
    judgement = judge([facts], own_pack, catalogue)["p"]
    assert rule_verdict(judgement, "app-collects-at-start") is Verdict.SUSPECTED
    assert rule_verdict(judgement, "sdk-collects-at-start") is Verdict.NOT_TESTED
    # The camera is declared and nothing uses it, but part of the code is hidden.
    assert rule_verdict(judgement, "unused-permission") is Verdict.NOT_TESTED
    assert rule_verdict(judge([package()], own_pack, catalogue)["p"], "unused-permission") is Verdict.SUSPECTED


def test_absent_evidence_gives_no_finding_even_if_rows_came(own_pack, catalogue):
    facts = package(coverage={"code": "absent"})
    read(facts)
    judgement = judge([facts], own_pack, catalogue)["p"]
    assert judgement.findings == ()
    assert rule_verdict(judgement, "app-collects-at-start") is Verdict.NOT_TESTED
    why = next(clause.why for clause in judgement.clauses if clause.id == "MIIT-2020-1")
    assert "代码：已加固" in why.zh
    assert "code: packed" in why.en


def test_a_package_of_which_nothing_was_read_is_not_tested(own_pack, catalogue):
    judgement = judge([FactSet("p")], own_pack, catalogue)["p"]
    assert judgement.findings == ()
    assert {outcome.verdict for outcome in judgement.rules} == {Verdict.NOT_TESTED}


def test_a_rule_that_fails_is_not_tested_and_the_others_go_on(write_rule, catalogue):
    write_rule("broken", sql="select package, absent as target_sdk from package")
    pack = load_pack(catalogue, write_rule())
    judgement = judge([package(target=22)], pack, catalogue)["p"]
    assert [finding.rule for finding in judgement.findings] == ["low-target"]
    broken, good = judgement.rules
    assert (broken.verdict, good.verdict) == (Verdict.NOT_TESTED, Verdict.VIOLATED)
    assert broken.failure == "no such column: absent"


def test_packages_are_judged_apart(own_pack, catalogue):
    guilty, other = package("a", target=22), package("b")
    judgements = judge([guilty, other], own_pack, catalogue)
    assert list(judgements) == ["a", "b"]
    assert judgements["a"] == judge([guilty], own_pack, catalogue)["a"]
    assert judgements["b"] == judge([other], own_pack, catalogue)["b"]
    assert "target-sdk-below-23" not in {finding.rule for finding in judgements["b"].findings}


def test_the_same_package_twice_is_judged_once(own_pack, catalogue):
    once, twice = package(target=22), package(target=22)
    assert judge([once, twice], own_pack, catalogue) == judge([once], own_pack, catalogue)


@pytest.mark.parametrize("engine", [SqliteTables, DuckTables])
def test_the_order_of_fact_rows_does_not_matter(own_pack, catalogue, engine):
    forward, backward = package(target=22), package(target=22)
    reads = [(data_type, owner, line) for data_type in ("imei", "oaid") for owner in ("app", "jpush") for line in range(30)]
    for facts, order in ((forward, reads), (backward, reads[::-1])):
        facts.add("permission", name="android.permission.READ_PHONE_STATE", level="dangerous", owner="app")
        for data_type, owner, line in order:
            read(facts, data_type, owner=owner, line=line)
    assert judge([forward], own_pack, catalogue, engine) == judge([backward], own_pack, catalogue, engine)


@pytest.mark.corpus
@pytest.mark.slow
def test_both_engines_judge_real_packages_alike(own_pack, catalogue, corpus):
    from mingcha.facts.collect import collect, prepare  # noqa: PLC0415 - only where there is a corpus

    prepare()
    paths = sorted((corpus / "apks" / "cn").rglob("*.apk"), key=lambda path: path.stat().st_size)[:12]
    facts = [FactSet.from_wire(json.loads(json.dumps(collect(path.read_bytes(), path.name).to_wire()))) for path in paths]
    together = judge(facts, own_pack, catalogue, DuckTables)
    assert sum(len(judgement.findings) for judgement in together.values()) > 0
    assert {each.package: judge([each], own_pack, catalogue, SqliteTables)[each.package] for each in facts} == together


def test_code_that_nothing_reaches_raises_no_finding(own_pack, catalogue):
    # Dead code of a library or an SDK is reported apart: a rule must find no more in it than where it is not there.
    raised = []
    for rule in own_pack.rules:
        pack = Pack((rule,), own_pack.digest, own_pack.folder)
        for case in load_cases(own_pack.folder, rule):
            if "access" not in case.facts:
                continue
            dead = [{**row, "start_state": "unreached", "reached_from": [], "path": []} for row in case.facts["access"]]
            variants = [{**case.facts, "access": dead}, {**case.facts, "access": []}]
            facts = [_facts(rule, replace(case, facts=variant, name=f"{case.name} {n}")) for n, variant in enumerate(variants)]
            with_dead, without = judge(facts, pack, catalogue, SqliteTables).values()
            if {finding.id for finding in with_dead.findings} - {finding.id for finding in without.findings}:
                raised.append(f"{rule.id}: {case.name}")
    assert raised == []
