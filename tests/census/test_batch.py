from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mingcha.census import batch
from mingcha.sandbox import Limits

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(cpu=20, wall=30)


@pytest.fixture
def packages(tmp_path: Path, example_apk: Path) -> list[Path]:
    (tmp_path / "a.apk").write_bytes(example_apk.read_bytes())
    (tmp_path / "b.apk").write_bytes(b"no package")
    (tmp_path / "c.apk").write_bytes(example_apk.read_bytes())
    return [tmp_path / name for name in ("a.apk", "b.apk", "c.apk", "absent.apk")]


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_file_gives_a_reading_in_order(packages: list[Path], jobs: int) -> None:
    done: list[int] = []
    readings = list(batch.read_packages(packages, jobs=jobs, limits=LIMITS, progress=done.append))
    assert [reading.path for reading in readings] == packages
    assert [reading.failure is None for reading in readings] == [True, False, True, False]
    assert [reading.readable for reading in readings] == [True, False, True, False]
    assert sorted(done) == [1, 2, 3, 4]
    assert readings[0].facts.rows["access"] == readings[2].facts.rows["access"]


def test_a_file_is_told_by_the_name_it_was_handed_in_with(packages: list[Path]) -> None:
    names = {packages[0]: "甲.apk", packages[1]: "乙.apk"}
    readings = batch.read_packages(packages, jobs=2, limits=LIMITS, names=names)
    assert [reading.facts.rows["package"][0]["file_name"] for reading in readings] == ["甲.apk", "乙.apk", "c.apk", "absent.apk"]


def test_a_machine_that_cannot_isolate_refuses(packages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("os.fork", no_room)
    for reading in batch.read_packages(packages[:1], jobs=1, limits=LIMITS, unsafe=True):
        assert reading.is_refused
        assert reading.failure is not None


def _die(data: Any, name: str, *, app_type: str | None = None) -> None:
    del data, app_type
    if name == "c.apk":
        raise SystemExit(7)
    raise ValueError(f"broken {name}")


def test_a_reader_that_dies_is_a_recorded_result(packages: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "collect", _die)
    readings = list(batch.read_packages(packages[:3], jobs=2, limits=LIMITS))
    for reading in readings:
        assert reading.failure is not None
        assert reading.readable
        assert {row["state"] for row in reading.facts.rows["coverage"]} == {"absent"}
        assert reading.facts.rows["limit"][0]["code"].startswith("reading-")
