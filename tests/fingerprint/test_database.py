from __future__ import annotations

import numpy as np
import pytest

from mingcha.catalogue import load
from mingcha.fingerprint import database
from mingcha.fingerprint.database import (
    DEFAULT,
    EMPTY,
    NOTHING,
    BadDatabaseError,
    Database,
    Release,
    Table,
    load_default,
    read_database,
    write_database,
)

VALUES = np.sort(np.random.default_rng(7).integers(0, 1 << 63, 1000, np.uint64) * np.uint64(2))
SAMPLE = Database(
    (Release("a", "1.0", 600, 1), Release("b", None, 400, 0)),
    ((0,), (1,)),
    Table(VALUES, np.arange(1000, dtype=np.uint16) % 2),
    Table(VALUES[:1], np.zeros(1, np.uint16)),
)


def test_a_database_comes_back_as_it_was_written() -> None:
    data = write_database(SAMPLE)
    back = read_database(data)
    assert (back.releases, back.sets) == (SAMPLE.releases, SAMPLE.sets)
    assert write_database(back) == data
    assert back.owner_of(1) == "b"


def test_hashes_are_found_and_others_are_not() -> None:
    found = read_database(write_database(SAMPLE)).strings.find(np.concatenate([VALUES, VALUES + np.uint64(1)]))
    assert found.tolist() == [n % 2 for n in range(1000)] + [NOTHING] * 1000
    assert EMPTY.strings.find(VALUES).tolist() == [NOTHING] * 1000


@pytest.mark.parametrize(
    "data", [b"", b"MCFP0001", b"MCFP0001\x05\0\0\0words", write_database(SAMPLE)[:-16], b"x" + write_database(SAMPLE)]
)
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadDatabaseError, match="fingerprint database"):
        read_database(data)


def test_the_shipped_database_is_small_and_names_sdks_of_the_registry() -> None:
    assert DEFAULT.stat().st_size < 2_000_000
    shipped = load_default()
    assert {release.owner for release in shipped.releases} <= load().sdks.keys()
    assert len({release.owner for release in shipped.releases}) > 50


def test_without_the_file_nothing_is_recognised(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(database, "DEFAULT", tmp_path / "none.fp")
    assert database.load_default.__wrapped__() is EMPTY
