from __future__ import annotations

import numpy as np

from mingcha.fingerprint import build
from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.database import Release
from mingcha.fingerprint.ingest import BACKGROUND, Ingested


def file(name: str, strings: dict[str, list[int]], *, main: str | None = None, version: str | None = None, group: str = "") -> Ingested:
    owners = tuple(sorted(strings))
    rows = sorted((value, place) for place, owner in enumerate(owners) for value in strings[owner])
    values, places = np.array([row[0] for row in rows], np.uint64), np.array([row[1] for row in rows], np.uint16)
    return Ingested(name, group or name, main, version, owners, values, places, values + np.uint64(1000), places)


ONE = file("one", {"sdk": [1, 2, 3, 4, 5], "other": [9]}, main="sdk", version="1.0")
TWO = file("two", {"sdk": [1, 2, 6], "oss:lib": [4], "third": [5]}, main="sdk", version="2.0")


def held(files: list[Ingested]) -> dict[int, tuple[str, list[str | None]]]:
    database = build_database(files)
    found = {}
    for value, number in zip(database.strings.values.tolist(), database.strings.sets.tolist(), strict=True):
        releases = [database.releases[each] for each in database.sets[number]]
        found[value] = database.owner_of(number), [release.version for release in releases]
    return found


def test_what_one_sdk_alone_has_is_kept_with_its_releases() -> None:
    assert held([ONE, TWO]) == {
        1: ("sdk", ["1.0", "2.0"]),
        2: ("sdk", ["1.0", "2.0"]),
        3: ("sdk", ["1.0"]),
        6: ("sdk", ["2.0"]),
        9: ("other", [None]),
    }
    assert Release("sdk", "1.0", 3, 3) in build_database([ONE, TWO]).releases


def test_what_two_apps_without_the_sdk_have_is_dropped() -> None:
    apps = [file(f"app{n}", {BACKGROUND: [1, 2] if n else [1]}, group="a" if n < 2 else "b") for n in range(3)]
    assert [1 in held([ONE, *apps[:2]]), 1 in held([ONE, *apps]), 2 in held([ONE, *apps])] == [True, False, False]


def test_order_and_repetition_of_files_do_not_matter() -> None:
    assert held([TWO, ONE, TWO]) == held([ONE, TWO])


def test_an_sdk_keeps_so_many_fingerprints_and_no_more(monkeypatch: object) -> None:
    monkeypatch.setattr(build, "MOST", 2)
    assert list(held([ONE])) == [1, 2, 9]
