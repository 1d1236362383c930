from __future__ import annotations

import resource
from pathlib import Path

import pytest

from mingcha.sandbox import Limits, Status, limits, run


def test_defaults_are_the_documented_ones():
    assert Limits() == Limits(memory=2 << 30, cpu=60, wall=120, result=256 << 20)


def test_limits_cannot_be_changed():
    with pytest.raises(AttributeError):
        Limits().cpu = 1


def _own_limits(data):
    kinds = ("AS", "CPU", "FSIZE", "NPROC", "CORE", "NOFILE")
    return {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in kinds}


@pytest.fixture
def seen(package, monkeypatch):
    """Return the limits that a child finds on itself; the filter would not let it ask."""
    monkeypatch.setattr("mingcha.sandbox.seccomp.confine", lambda: False)
    return run(_own_limits, package, limits=Limits(memory=1 << 30, cpu=2.5), unsafe=True).value


def test_child_has_every_limit(seen):
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    assert seen.pop("AS")[0] - mapped == pytest.approx(1 << 30, abs=64 << 20)
    assert seen == {"CPU": [3, 4], "FSIZE": [0, 0], "NPROC": [0, 0], "CORE": [0, 0], "NOFILE": [6, 6]}


def test_a_stricter_machine_keeps_its_own_limit(package, monkeypatch):
    ask = resource.getrlimit
    monkeypatch.setattr(limits.resource, "getrlimit", lambda kind: (1, 1) if kind == resource.RLIMIT_CPU else ask(kind))
    set_limits = {}
    monkeypatch.setattr(limits.resource, "setrlimit", lambda kind, bounds: set_limits.update({kind: bounds}))
    assert limits.confine(Limits(cpu=60))
    assert set_limits[resource.RLIMIT_CPU] == (1, 1)
    assert set_limits[resource.RLIMIT_NPROC] == (0, 0)


def test_a_machine_that_cannot_limit_says_so(package, monkeypatch):
    def refuse(kind, bounds):
        raise ValueError("not allowed")

    monkeypatch.setattr(limits.resource, "setrlimit", refuse)
    outcome = run(len, package)
    assert outcome.status is Status.REFUSED
    assert not outcome.isolation.rlimits


def test_memory_counts_on_top_of_the_package(confined, tmp_path):
    path = tmp_path / "sparse.bin"
    with path.open("wb") as file:
        file.truncate(600 << 20)
    small = Limits(memory=100 << 20)
    assert run(lambda data: len(bytearray(50 << 20)), path, limits=small).value == 50 << 20
    assert run(lambda data: len(bytearray(150 << 20)), path, limits=small).status is Status.MEMORY
