from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.census.store import load_facts, save_facts
from mingcha.facts.collect import collect
from mingcha.facts.factset import FactSet
from mingcha.facts.schema import TABLES
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from pathlib import Path


def filled(facts: FactSet) -> dict[str, list[dict[str, object]]]:
    """Return rows with every column of the schema."""
    return {
        name: [{column.name: row.get(column.name) for column in TABLES[name].columns} for row in rows] for name, rows in facts.rows.items()
    }


def test_facts_come_back_from_parquet_as_they_were(tmp_path: Path, example_apk: Path) -> None:
    first = collect(example_apk.read_bytes(), "a.apk")
    second = FactSet("cd" * 32)
    second.add("package", kind="unknown", file_name="it's 中.apk", size=3)
    second.cover("code", "absent", "因", "why")
    folder = tmp_path / "it's"
    save_facts([first, second], folder)
    again = load_facts(folder)
    assert [filled(facts) for facts in again] == [filled(first), filled(second)]


def test_of_equal_packages_the_first_is_kept(tmp_path: Path) -> None:
    first, copy = FactSet("ab" * 32), FactSet("ab" * 32)
    first.add("package", kind="apk", file_name="a.apk", size=3)
    copy.add("package", kind="apk", file_name="copy.apk", size=3)
    save_facts([first, copy], tmp_path)
    assert [filled(facts) for facts in load_facts(tmp_path)] == [filled(first)]


def test_a_folder_that_holds_no_facts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(MingchaError):
        load_facts(tmp_path)
