"""The example app: the package is what its sources make, and a reader finds in it what its sources say."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from scripts import toolchain
from scripts.build_example import FOLDER, read_sources

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.debian
def test_the_package_is_what_its_sources_make(example_apk: Path) -> None:
    try:
        built = toolchain.build_apk(read_sources())
    except toolchain.MissingToolError as error:
        pytest.skip(str(error))
    # Entries and not bytes: how well a zlib compresses is its own affair.
    assert entries(built) == entries(example_apk.read_bytes())


def test_the_package_is_small_and_has_no_time_in_it(example_apk: Path) -> None:
    assert example_apk.stat().st_size < 100_000
    with zipfile.ZipFile(example_apk) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {toolchain.EPOCH}


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_description_has_every_row(name: str, language: str) -> None:
    rows = [row for table in ("accesses", "behaviours", "absent") for row in EXPECTED[table]]
    words = [row.get("what", row.get("why"))[language] for row in rows]
    text = (FOLDER / name).read_text("utf-8")
    assert [sentence for sentence in words if f"| {sentence} |" not in text] == []


def test_every_caller_is_in_the_sources() -> None:
    declared = set()
    for path in [*(FOLDER / "smali").rglob("*.smali"), *(FOLDER / "plugin").rglob("*.smali")]:
        text = path.read_text("utf-8")
        cls = re.search(r"^\.class .*?(L\S+;)$", text, re.MULTILINE)
        assert cls is not None
        declared |= {f"{cls[1]}->{method}" for method in re.findall(r"^\.method (?:.* )?(\S+)$", text, re.MULTILINE)}
    rows = [row for table in ("accesses", "behaviours", "absent") for row in EXPECTED[table]]
    assert [row["caller"] for row in rows if row["caller"] not in declared] == []
