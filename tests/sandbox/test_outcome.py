from __future__ import annotations

from mingcha.sandbox import Isolation, Outcome, Status, Usage


def test_outcomes_are_equal_whatever_they_cost():
    assert Outcome(Status.OK, 1, usage=Usage(1.0, 2)) == Outcome(Status.OK, 1, usage=Usage(3.0, 4))
    assert Outcome(Status.OK, 1) != Outcome(Status.OK, 2)


def test_unknown_isolation_is_none():
    assert Outcome(Status.CRASHED).isolation == Isolation()


def test_status_words_are_stable():
    assert [str(status) for status in Status] == [
        "ok",
        "unreadable",
        "error",
        "timeout",
        "cpu",
        "memory",
        "crashed",
        "result-too-large",
        "refused",
    ]
