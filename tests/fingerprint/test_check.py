from __future__ import annotations

from tests.fingerprint.test_build import file

from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.check import Check, check_database, traits_of
from mingcha.fingerprint.ingest import BACKGROUND
from mingcha.fingerprint.match import Traits

OLD = file("old", {"sdk": [*range(100, 130)]}, main="sdk", version="1.0")
NEW = file("new", {"sdk": [*range(110, 140)], BACKGROUND: [7]}, main="sdk", version="2.0")
SMALL = file("small", {"tiny": [1, 2]}, main="tiny")
APP = file("app", {BACKGROUND: [*range(100, 120)]})
MIXED = file("mixed", {BACKGROUND: [*range(100, 120)], "third": [5]})


def test_each_sdk_is_found_in_its_own_files_and_in_no_background() -> None:
    files = [OLD, NEW, SMALL, APP, MIXED]
    assert check_database(files, build_database([OLD, NEW, SMALL])) == [
        Check("old", "sdk", "own", 30, 30, passed=True),
        Check("new", "sdk", "own", 30, 30, passed=True),
        Check("small", "tiny", "own", 2, 2, passed=False),
        Check("app", "sdk", "background", 20, 20, passed=False),
    ]


def test_a_file_is_also_tested_against_the_others_of_its_sdk() -> None:
    found = check_database([OLD, NEW], build_database([OLD, NEW]), leave_out=True)
    assert [check for check in found if check.kind == "unseen"] == [
        Check("old", "sdk", "unseen", 20, 20, passed=True),
        Check("new", "sdk", "unseen", 20, 20, passed=True),
    ]


def test_traits_are_those_of_the_code_of_the_given_owners() -> None:
    database = build_database([OLD])
    assert traits_of(NEW, ("sdk",), database) == {"sdk": Traits(20, 20, 0, 0)}
    assert traits_of(NEW, (BACKGROUND,), database) == {}
