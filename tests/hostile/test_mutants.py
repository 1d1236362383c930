"""A short, repeatable run of damaged packages; bench/fuzz_mutants.py makes the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.fuzz_mutants import read_mutants
from tests.hostile.mutants import Seed, mutant
from tests.hostile.packages import apk
from tests.hostile.signatures import V3, Signer, signed

from mingcha.facts.collect import prepare
from mingcha.sandbox import Limits, Status

if TYPE_CHECKING:
    from pathlib import Path

# On a machine that other tests keep busy too.
LIMITS = Limits(memory=1 << 30, cpu=20, wall=120)
SLOW = 5.0


@pytest.fixture(scope="module")
def seeds(example_apk: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seed]:
    """Return the example app and small packages of the generator, by path."""
    folder = tmp_path_factory.mktemp("seeds")
    made = {"plain": apk(), "v2": signed(Signer()), "v3": signed(Signer(sdks=(28, 99)), scheme=V3), "example": example_apk.read_bytes()}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return {str(folder / name): Seed(data) for name, data in made.items()}


def test_damage_is_repeatable(seeds: dict[str, Seed]) -> None:
    seed = next(iter(seeds.values()))
    again = Seed(seed.data)
    mutants = [mutant(seed, number) for number in range(50)]
    assert mutants == [mutant(again, number) for number in range(50)]
    assert len(set(mutants)) > 45
    assert mutants != [mutant(seed, number, run=2) for number in range(50)]


def test_damage_reaches_the_inside(seeds: dict[str, Seed]) -> None:
    seed = next(iter(seeds.values()))
    inside = [mutant(seed, number) for number in range(200)]
    changed = {
        str(seed.members[n].name)
        for m in inside
        for n in seed.contents
        if len(Seed(m).contents) > n and Seed(m).contents[n] != seed.contents[n]
    }
    assert changed == {"AndroidManifest.xml", "resources.arsc", "classes.dex"}


def test_every_mutant_ends_in_a_verdict(seeds: dict[str, Seed]) -> None:
    prepare()
    endings = list(read_mutants(seeds, range(300), run=1, limits=LIMITS, jobs=2, slow=SLOW))
    assert [(e.number, e.fault) for e in endings if e.fault] == []
    assert [e.number for e in endings] == list(range(300))
    statuses = [e.outcome.status for e in endings]
    assert statuses.count(Status.OK) > 150
    assert statuses.count(Status.UNREADABLE) > 10
