"""What a reader gets to see, arranged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingcha.model import BaselineState, Evidence, Report, Signer, StartState, Suppression, Text, Verdict
from mingcha.reports import view, words
from mingcha.reports.names import Names
from mingcha.reports.order import arrange

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


@pytest.fixture
def names(catalogue: Catalogue) -> Names:
    return Names(catalogue)


def test_every_clause_of_the_notices_has_an_outcome(shop: Report, names: Names) -> None:
    outcomes = view.outcomes(replace(shop, clauses=shop.clauses[1:]), names)
    assert [outcome.id for outcome in outcomes] == list(names.notice_clauses())
    assert (outcomes[0].verdict, outcomes[0].why) == (Verdict.NOT_TESTED, words.NO_OUTCOME)


def test_verdicts_stand_in_a_reader_s_order(shop: Report, names: Names) -> None:
    grouped = view.by_verdict(view.outcomes(shop, names))
    assert list(grouped) == list(words.VERDICT_ORDER)
    assert [outcome.id for outcome in grouped[Verdict.VIOLATED]] == ["MIIT-2020-1", "MIIT-2020-5", "MIIT-2023-2.3"]


def test_reasons_are_told_once(shop: Report, names: Names) -> None:
    reasons = view.by_reason(view.by_verdict(view.outcomes(shop, names))[Verdict.NOT_TESTED])
    assert [why.en for why, _ in reasons] == [
        "no recorded run on a device",
        "concerns documents and complaint records, outside of a test of files",
    ]
    assert reasons[0][1][0] == "MIIT-2020-4"


def test_groups_are_of_one_rule_and_owner(shop: Report) -> None:
    first, second = (replace(shop.findings[0], data_type=data_type) for data_type in ("imei", "imsi"))
    other = replace(first, owner="app")
    assert view.groups([first, other, second]) == [[first, second], [other]]


@pytest.mark.parametrize(("numbers", "runs"), [([], []), ([1], [(1, 1)]), ([1, 2, 3, 5, 8, 9], [(1, 3), (5, 5), (8, 9)])])
def test_ranges(numbers: list[int], runs: list[tuple[int, int]]) -> None:
    assert view.ranges(numbers) == runs


def test_best_evidence_has_a_path(shop: Report) -> None:
    bare, led = Evidence("sdk", "a", "b"), Evidence("code", "c", "d", ("e",))
    finding = shop.findings[0]
    assert view.best_evidence(replace(finding, evidence=(bare, led))) == led
    assert view.best_evidence(replace(finding, evidence=(bare,))) == bare
    assert view.best_evidence(replace(finding, evidence=())) is None


@pytest.mark.parametrize("length", range(1, 20))
def test_middle_cut_keeps_entry_and_call(length: int) -> None:
    path = [str(step) for step in range(length)]
    head, hidden, tail = view.middle_cut(path, 6)
    assert len(head) + hidden + len(tail) == length
    assert len(head) + bool(hidden) + len(tail) <= 6
    assert [*head, *tail][0] == "0"
    assert [*head, *tail][-1] == path[-1]


def test_a_cut_path_says_whose_code_its_tail_is() -> None:
    path = ["La/A;->a()V:1", *["La/A;->b()V"] * 3, "Lj/J;->c()V @jpush", *["Lj/J;->d()V"] * 4, "Lj/J;->e()V:9"]
    assert view.middle_cut(path, 6) == (["La/A;->a()V:1", "La/A;->b()V"], 5, ["Lj/J;->d()V @jpush", "Lj/J;->d()V", "Lj/J;->e()V:9"])


def test_a_hop_is_told_in_words(names: Names) -> None:
    assert view.hop("La/A;->a(I)V", names) == (None, "a.A.a(int)", None)
    assert view.hop("thread La/A;->run()V:7 @app", names) == (Text("线程", "thread"), "a.A.run():7", words.APP_OWNER)


def test_access_rows_put_what_runs_at_start_first(shop: Report, names: Names) -> None:
    rows = view.access_rows(arrange(shop).accesses, names)
    assert [(row.id, row.owner, {state.value: count for state, count in row.counts.items()}) for row in rows] == [
        ("android_id", "app", {"at-start": 1}),
        ("android_id", "getui", {"background": 1}),
        ("imei", "pangle_csj", {"at-start": 2}),
        ("imei", "unknown:com.legacy", {"unreached": 1}),
        ("permission_request", "app", {"at-start": 1}),
        ("precise_location", "amap_location", {"gated": 1}),
        ("precise_location", "app", {"user-action": 1}),
        ("app_list", "getui", {"background": 1}),
    ]
    merged = view.merged_rows(rows)
    assert [(row.id, owners) for row, owners in merged][:2] == [
        ("android_id", ["app", "getui"]),
        ("imei", ["pangle_csj", "unknown:com.legacy"]),
    ]
    assert merged[1][0].counts == {StartState.AT_START: 2, StartState.UNREACHED: 1}
    assert rows[2].counts == {StartState.AT_START: 2}


def test_permissions_by_level(shop: Report) -> None:
    levels = view.permissions_by_level(shop.permissions)
    assert {level: len(found) for level, found in levels.items()} == {"dangerous": 5, "special": 1, "normal": 2, "unknown": 1}
    assert next(iter(levels)) == "dangerous"


def test_coverage_goes_from_the_package_outwards(shop: Report) -> None:
    kinds = [item.kind for item in view.coverage_in_order(reversed(shop.coverage))]
    assert kinds == ["manifest", "signature", "code", "native", "policy", "listing", "runtime", "screen"]


def test_certificates_are_told_once() -> None:
    signers = (
        Signer("v1", "aa", "CN=A", valid=True, debug=False),
        Signer("v2", "aa", "CN=A", valid=False, debug=False, error="digest differs", algorithm="RSA-2048/SHA-256"),
        Signer("v3", None, None, valid=False, debug=False, error="no signer"),
    )
    first, second = view.certificates(signers)
    assert (first.valid, first.invalid, first.errors, first.algorithm) == (("v1",), ("v2",), ("digest differs",), "RSA-2048/SHA-256")
    assert (second.subject, second.invalid, second.errors) == (None, ("v3",), ("no signer",))


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (999, "999 B"), (21_000, "21.0 kB"), (48_312_771, "48.3 MB"), (4 * 10**9, "4.0 GB")]
)
def test_human_size(size: int, shown: str) -> None:
    assert view.human_size(size) == shown


def test_what_is_suppressed_or_known_does_not_count(shop: Report) -> None:
    first = shop.findings[0]
    active, expired = Suppression("已评估", None, active=True), Suppression("已评估", "2020-01-01", active=False)
    counted = {
        (suppression, baseline): view.is_open(replace(first, suppression=suppression, baseline=baseline))
        for suppression in (None, active, expired)
        for baseline in (None, BaselineState.NEW, BaselineState.KNOWN)
    }
    assert {pair for pair, counts in counted.items() if counts} == {
        (suppression, baseline) for suppression in (None, expired) for baseline in (None, BaselineState.NEW)
    }


def test_marks_say_why_a_finding_does_not_count(shop: Report) -> None:
    first = replace(shop.findings[0], suppression=Suppression("已评估", "2027-01-01", active=True), baseline=BaselineState.NEW)
    assert [mark.zh for mark in view.marks(first)] == ["已登记为不计入，有效期至2027-01-01：已评估", "基线报告之后新出现"]
    expired = replace(first, suppression=Suppression("已评估", None, active=False), baseline=None)
    assert [mark.en for mark in view.marks(expired)] == ["suppression expired, counts: 已评估"]
    assert view.marks(shop.findings[0]) == []


def test_what_is_marked_stands_apart_from_what_is_not(shop: Report) -> None:
    one = shop.findings[0]
    other = replace(one, id="other", baseline=BaselineState.KNOWN)
    assert view.groups([one, other]) == [[one], [other]]


def test_clauses_are_numbered_by_the_groups_booked_on_them(shop: Report) -> None:
    numbers = view.numbers_by_clause(shop.findings)
    groups = view.groups(shop.findings)
    assert {clause: [groups[number - 1][0].rule for number in found] for clause, found in numbers.items()} == {
        clause: [group[0].rule for group in groups if clause in group[0].clauses] for clause in numbers
    }
