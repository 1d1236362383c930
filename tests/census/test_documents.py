from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.census.batch import read_packages
from mingcha.census.documents import AUTO, open_documents
from mingcha.model import MingchaError
from mingcha.sandbox import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.census.batch import Reading

TEXT = "隐私政策\n" + "我们收集您的IMEI用于统计，与第三方共享，您可以删除个人信息。\n" * 30


def _read(path: Path, policy: str | None, lists: tuple[str, ...] = (), listing: str | None = None) -> Reading:
    readings = read_packages([path], jobs=1, limits=Limits(cpu=20, wall=30))
    (reading,) = open_documents(policy, lists, listing, unsafe=False).attach(readings)
    return reading


def _coverage(reading: Reading) -> dict[str, str]:
    return {row["kind"]: row["state"] for row in reading.facts.rows["coverage"]}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.apk"
    path.write_bytes(packages.apk(Member("assets/privacy.txt", TEXT.encode())))
    return path


def test_nothing_given_leaves_the_facts_as_they_are(package: Path) -> None:
    reading = _read(package, None)
    assert (_coverage(reading)["policy"], _coverage(reading)["listing"]) == ("absent", "absent")
    assert reading.facts.rows["policy_file"] == []


def test_a_policy_with_lists_becomes_facts(package: Path, tmp_path: Path) -> None:
    policy, listed = tmp_path / "p.md", tmp_path / "list.md"
    policy.write_text(TEXT, encoding="utf-8")
    listed.write_text("SDK名称：友盟+统计\n收集信息：Android ID\n", encoding="utf-8")
    reading = _read(package, str(policy), (str(listed),))
    assert [row["file"] for row in reading.facts.rows["policy_file"]] == ["p.md", "list.md"]
    assert _coverage(reading)["policy"] == "complete"


def test_auto_reads_what_lies_inside(package: Path) -> None:
    reading = _read(package, AUTO)
    assert _coverage(reading)["policy"] == "complete"
    assert [row["file"] for row in reading.facts.rows["policy_file"]] == ["assets/privacy.txt"]


def test_a_page_of_a_store_becomes_facts(package: Path, tmp_path: Path) -> None:
    listing = tmp_path / "l.json"
    listing.write_text(json.dumps({"store": "某商店", "version": "99"}), encoding="utf-8")
    assert _coverage(_read(package, None, (), str(listing)))["listing"] == "complete"


def test_what_could_not_be_read_gets_no_documents(tmp_path: Path) -> None:
    path, policy = tmp_path / "b.apk", tmp_path / "p.md"
    path.write_bytes(b"no package")
    policy.write_text(TEXT, encoding="utf-8")
    reading = _read(path, str(policy))
    assert reading.failure is not None
    assert _coverage(reading).get("policy", "absent") == "absent"


@pytest.mark.parametrize("policy", [None, AUTO])
def test_lists_need_a_policy(policy: str | None, tmp_path: Path) -> None:
    with pytest.raises(MingchaError, match="--sdk-list"):
        open_documents(policy, (str(tmp_path),), None, unsafe=False)
    with pytest.raises(MingchaError, match="no such file"):
        open_documents(policy, (), str(tmp_path / "absent.json"), unsafe=False)
