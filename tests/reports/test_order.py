"""One order, whoever made the report."""

from __future__ import annotations

import random
from dataclasses import fields, replace

from mingcha.model import Grade, Report, StartState, Verdict
from mingcha.reports.order import arrange, natural


def test_natural_takes_digits_as_numbers() -> None:
    clauses = ["MIIT-2023-1.10", "MIIT-2020-10", "MIIT-2023-1.2", "MIIT-2020-9", "CAC-191-1.1"]
    assert sorted(clauses, key=natural) == ["CAC-191-1.1", "MIIT-2020-9", "MIIT-2020-10", "MIIT-2023-1.2", "MIIT-2023-1.10"]


def test_natural_takes_any_run_of_digits() -> None:
    assert sorted(["a" + "9" * 5000, "a1", "a２"], key=natural) == ["a1", "a" + "9" * 5000, "a２"]


def test_findings_by_weight(shop: Report) -> None:
    arranged = arrange(shop).findings
    assert [(item.grade, item.verdict) for item in arranged] == [
        (Grade.SERIOUS, Verdict.VIOLATED),
        (Grade.SERIOUS, Verdict.SUSPECTED),
        (Grade.SERIOUS, Verdict.SUSPECTED),
        (Grade.GENERAL, Verdict.VIOLATED),
        (Grade.GENERAL, Verdict.SUSPECTED),
        (Grade.GENERAL, Verdict.SUSPECTED),
        (Grade.GENERAL, Verdict.SUSPECTED),
        (Grade.NOTE, Verdict.SUSPECTED),
    ]


def test_accesses_by_start_state(shop: Report) -> None:
    states = [access.start_state for access in arrange(shop).accesses]
    assert states[0] is StartState.AT_START
    assert states[-1] is StartState.UNREACHED


def test_any_order_gives_the_same_report(shop: Report, hostile: Report) -> None:
    for report in (shop, hostile):
        shuffled = {}
        for field in fields(report):
            value = getattr(report, field.name)
            if isinstance(value, tuple):
                mixed = list(value)
                random.Random(7).shuffle(mixed)  # noqa: S311 - a fixed disorder
                shuffled[field.name] = tuple(mixed)
        assert arrange(replace(report, **shuffled)) == arrange(report)
