"""The violation bench: of each pair, the violating app is told from its complying twin, by the same facts that a report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.violations.app import Find
from bench.violations.build import BEYOND, PAIRS
from tests.smali import assemble

from mingcha.facts.collect import collect

if TYPE_CHECKING:
    from bench.violations.app import App, Pair

pytestmark = pytest.mark.debian


def found(app: App) -> frozenset[Find]:
    """Return the accesses to personal data that the engine reports."""
    facts = collect(assemble(app.sources(), app.manifest, schemes=()), "bench.apk")
    assert [row["state"] for row in facts.rows["coverage"] if row["kind"] == "code"] == ["complete"]
    accesses = [row for row in facts.rows["access"] if row["data_type"] is not None]
    for row in accesses:
        last = [] if row["start_state"] == "unreached" else [f"{row['caller_class']}->{row['caller_method']}"]
        assert row["path"][-1:] == last
    return frozenset(
        Find(row["start_state"], (row["gate"] or "").partition(" = ")[0] or None, row["data_type"], row["owner"], row["initiator"])
        for row in accesses
    )


def marks(pair: Pair) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=BEYOND[pair.name], raises=AssertionError),) if pair.name in BEYOND else ()


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.name, marks=marks(pair)) for pair in PAIRS])
def test_a_pair_is_told_apart(pair: Pair) -> None:
    assert found(pair.violating) == pair.violating.finds
    assert found(pair.complying) == pair.complying.finds


def test_the_bench_is_as_large_as_promised() -> None:
    names = [pair.name for pair in PAIRS]
    assert len(names) == len(set(names)) >= 40
    assert set(names) >= set(BEYOND)
    assert all(pair.violating.finds != pair.complying.finds for pair in PAIRS)
