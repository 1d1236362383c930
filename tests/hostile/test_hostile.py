"""Every crafted package ends in a verdict, within limits, and without losing a family of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.hostile.make import all_cases
from tests.pace import pace

from mingcha.dex import problems
from mingcha.facts.collect import collect, prepare
from mingcha.sandbox import Limits, Status, run

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20
# What one package may cost at the most on the reference machine of tests.pace.
CPU_SECONDS = 6.0
# A package with as much dex as is read at the most (256 MiB) needs the product's own limit of memory.
LIMITS = Limits(cpu=20, wall=60)
EVIDENCE = ("manifest", "resources", "code", "signature", "native")
# Beginnings of limit codes that are losses, and the evidence that must then not count as complete.
LOSSES = {
    "axml-chunk": "manifest",
    "axml-end": "manifest",
    "axml-limit": "manifest",
    "manifest-": "manifest",
    "arsc-chunk": "resources",
    "arsc-empty": "resources",
    "arsc-type": "resources",
    "dex-": "code",
    "payload-": "code",
}
HARMLESS = {f"dex-{code}" for code in problems.HARMLESS} | {"dex-gap", "manifest-nameless", "manifest-applications"}

CASES = dict(all_cases())


def read(data: Any) -> dict[str, Any]:
    facts = collect(data, "hostile.apk")
    complete = {row["kind"] for row in facts.rows["coverage"] if row["state"] == "complete"}
    limits = {row["code"] for row in facts.rows["limit"]} - HARMLESS
    return {
        "covered": sorted(row["kind"] for row in facts.rows["coverage"] if row["kind"] in EVIDENCE),
        "lost": [row["zh"] for row in facts.rows["limit"] if row["code"].endswith("-failed")],
        "hushed": sorted(code for code in limits for start, kind in LOSSES.items() if code.startswith(start) and kind in complete),
    }


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    prepare()


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    names = [name for name, _ in all_cases()]
    assert len(names) == len(set(names))
    assert len(names) >= 1000


@pytest.mark.parametrize("name", CASES)
def test_a_crafted_package_ends_in_a_verdict(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.apk"
    path.write_bytes(CASES[name]())
    outcome = run(read, path, limits=LIMITS)
    assert outcome.status in (Status.OK, Status.UNREADABLE), outcome.detail
    assert outcome.usage.cpu < CPU_SECONDS or outcome.usage.cpu < CPU_SECONDS * pace()
    if outcome.status is Status.OK:
        assert outcome.value["lost"] == []
        assert outcome.value["hushed"] == []
        assert outcome.value["covered"] == sorted(EVIDENCE)
    else:
        assert outcome.detail is not None
        assert outcome.detail.zh
