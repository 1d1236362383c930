from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import AT, scanned

from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import Check, Finding, ReviewState, Test, TestState, Verdict
from mingcha.platform.testing.review import ReviewError, add_evidence, judge_criterion, review_findings

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.fixture
def test(world: World) -> Test:
    """Return a test under review with three findings."""
    scan = scanned(world.version, "a", "b", "c")
    return Test.objects.create(
        version=world.version, lab=world.bodies["lab"], tester=world["lab:tester"], scan=scan, state=TestState.SUBMITTED, assigned_at=AT
    )


def _review(world: World, test: Test, state: str, reason: str = "", *, who: str = "review:reviewer", findings: Any = None) -> int:
    chosen = test.scan.findings.all() if findings is None and test.scan else findings
    return review_findings(test=test, findings=chosen, state=state, reason=reason, actor=world[who], at=AT)


def test_findings_are_confirmed_rejected_and_reopened_and_the_log_keeps_each_word(world: World, test: Test) -> None:
    assert test.scan is not None
    first = test.scan.findings.filter(fingerprint="a")
    assert _review(world, test, ReviewState.CONFIRMED) == 3
    assert _review(world, test, ReviewState.REJECTED, "误报", findings=first) == 1
    finding = first.get()
    assert (finding.review, finding.review_reason, finding.reviewed_by) == (ReviewState.REJECTED, "误报", world["review:reviewer"])
    assert _review(world, test, ReviewState.OPEN, "再看", findings=first) == 1
    finding = first.get()
    assert (finding.review, finding.review_reason, finding.reviewed_by, finding.reviewed_at) == (ReviewState.OPEN, "", None, None)
    told = [(entry.data["state"], entry.data["findings"]) for entry in Entry.objects.filter(subject=f"test:{test.pk}")]
    assert told == [("confirmed", ["a", "b", "c"]), ("rejected", ["a"]), ("open", ["a"])]


def test_what_a_person_failed_is_reviewed_too_and_judging_it_anew_reopens_it(world: World, test: Test) -> None:
    Test.objects.filter(pk=test.pk).update(state=TestState.RUNNING)
    failed, passed = _judge(world, test), _judge(world, test, criterion="COL-02", verdict="not-found", note="")
    machine = Check.objects.create(test=test, criterion="COL-03", verdict=Verdict.VIOLATED, by_machine=True, at=AT)
    Test.objects.filter(pk=test.pk).update(state=TestState.SUBMITTED)
    every, reviewer = (failed, passed, machine), world["review:reviewer"]
    told = {"test": test, "findings": (), "checks": every, "actor": reviewer, "at": AT}
    assert review_findings(state=ReviewState.REJECTED, reason="截图不清", **told) == 1
    failed.refresh_from_db()
    assert (failed.review, failed.review_reason, failed.reviewed_by) == (ReviewState.REJECTED, "截图不清", reviewer)
    assert Entry.objects.get(kind="findings-reviewed").data["criteria"] == ["COL-01"]
    Test.objects.filter(pk=test.pk).update(state=TestState.RETURNED)
    assert _judge(world, test).review == ReviewState.OPEN
    assert Check.objects.get(pk=failed.pk).review_reason == ""


def test_findings_of_another_scan_are_left_alone(world: World, test: Test) -> None:
    other = scanned(world.version, "x")
    assert _review(world, test, ReviewState.CONFIRMED, findings=other.findings.all()) == 0
    assert other.findings.get().review == ReviewState.OPEN


def test_who_may_review_and_when(world: World, test: Test) -> None:
    for who in ("lab:tester", "beijing:officer", "operator:representative", "ministry:decider"):
        with pytest.raises(ReviewError):
            _review(world, test, ReviewState.CONFIRMED, who=who)
    with pytest.raises(ReviewError, match="理由"):
        _review(world, test, ReviewState.REJECTED, " ")
    Test.objects.filter(pk=test.pk).update(tester=world["review:reviewer"])
    test.refresh_from_db()
    with pytest.raises(ReviewError, match="不同人员"):
        _review(world, test, ReviewState.CONFIRMED)
    Test.objects.filter(pk=test.pk).update(tester=world["lab:tester"], state=TestState.RUNNING)
    test.refresh_from_db()
    with pytest.raises(ReviewError, match="审查中"):
        _review(world, test, ReviewState.CONFIRMED)
    assert not Finding.objects.exclude(review=ReviewState.OPEN).exists()


def test_who_judged_in_a_test_or_the_one_before_it_does_not_review_nor_the_other_way_round(world: World, test: Test) -> None:
    def become(name: str, role: str, body: str) -> None:
        world[name].role, world[name].body = role, world.bodies[body]
        world[name].save()

    tester, reviewer = "other-lab:tester", "review:reviewer"
    become(tester, Role.TESTER, "lab")
    recheck = Test.objects.create(
        version=world.version, lab=world.bodies["lab"], scan=test.scan, state=TestState.SUBMITTED, assigned_at=AT, earlier=test
    )
    Test.objects.filter(pk=test.pk).update(state=TestState.RUNNING)
    _judge(world, test, who=tester)
    _review(world, recheck, ReviewState.CONFIRMED)
    become(tester, Role.REVIEWER, "review")
    with pytest.raises(ReviewError, match="不同人员"):
        _review(world, recheck, ReviewState.CONFIRMED, who=tester)
    become(reviewer, Role.TESTER, "lab")
    Test.objects.filter(pk=recheck.pk).update(state=TestState.RETURNED)
    with pytest.raises(ReviewError, match="不同人员"):
        _judge(world, recheck, who=reviewer)


def _judge(
    world: World, test: Test, *, who: str = "lab:tester", criterion: str = "COL-01", verdict: str = "violated", note: str = "见截图"
) -> Check:
    return judge_criterion(test=test, criterion=criterion, verdict=verdict, note=note, actor=world[who], at=AT)


def test_a_tester_judges_in_the_place_of_the_machine(world: World, test: Test) -> None:
    Test.objects.filter(pk=test.pk).update(state=TestState.RUNNING)
    test.refresh_from_db()
    Check.objects.create(test=test, criterion="COL-01", verdict=Verdict.SUSPECTED, by_machine=True, at=AT)
    check = _judge(world, test)
    assert (check.verdict, check.by_machine, check.person) == (Verdict.VIOLATED, False, world["lab:tester"])
    assert test.checks.count() == 1
    assert Entry.objects.get(kind="criterion-judged").data["before"] == "suspected"
    file = add_evidence(check=check, sha256="a" * 64, name="n" * 300, size=9, actor=world["lab:tester"], at=AT)
    assert (len(file.name), file.check_row) == (255, check)
    assert Entry.objects.get(kind="evidence-added").evidence == "a" * 64


def test_who_may_judge_what(world: World, test: Test) -> None:
    with pytest.raises(ReviewError, match="已提交"):
        _judge(world, test)
    Test.objects.filter(pk=test.pk).update(state=TestState.RETURNED)
    test.refresh_from_db()
    for who in ("other-lab:tester", "review:reviewer", "beijing:officer"):
        with pytest.raises(ReviewError, match="无权"):
            _judge(world, test, who=who)
    for wrong in ({"criterion": "NO-99"}, {"verdict": "maybe"}, {"note": " "}):
        with pytest.raises(ReviewError):
            _judge(world, test, **wrong)
    check = _judge(world, test, verdict="not-found", note="")
    with pytest.raises(ReviewError):
        add_evidence(check=check, sha256="a" * 64, name="x", size=1, actor=world["other-lab:tester"], at=AT)
    Test.objects.filter(pk=test.pk).update(state=TestState.SUBMITTED)
    check.test.refresh_from_db()
    with pytest.raises(ReviewError):
        add_evidence(check=check, sha256="a" * 64, name="x", size=1, actor=world["lab:tester"], at=AT)
