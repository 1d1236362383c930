from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.hostile import packages

from mingcha.census import batch
from mingcha.census.batch import Reading
from mingcha.cli import main
from mingcha.facts.factset import FactSet
from mingcha.model import Text
from mingcha.platform.work import scan as scans
from mingcha.platform.work.handler import TryAgainError
from mingcha.platform.work.scan import Documents, prepare, scan

if TYPE_CHECKING:
    from pathlib import Path


def _coverage(report: dict[str, Any]) -> dict[str, str]:
    return {row["kind"]: row["state"] for row in report["coverage"]}


def test_the_report_is_that_of_the_command_line(
    example_apk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["mingcha", "scan", str(example_apk), "-f", "json", "--fail-on", "never"])
    with pytest.raises(SystemExit):
        main()
    expected = capsys.readouterr().out
    stored = tmp_path / "0123abcd"
    stored.write_bytes(example_apk.read_bytes())
    told: list[tuple[int, Text]] = []
    prepare()
    found = scan(stored, example_apk.name, progress=lambda percent, text: told.append((percent, text)))
    assert found.text == expected
    assert found.report == json.loads(expected)
    assert (found.failure, found.is_package, found.unread) == (None, True, ())
    assert [percent for percent, _ in told] == [5, 80, 95]
    assert all(text.zh and text.en for _, text in told)


def test_a_policy_and_a_page_are_compared(example_apk: Path, tmp_path: Path) -> None:
    policy, listing = tmp_path / "p.md", tmp_path / "l.json"
    policy.write_text("# 隐私政策\n我们不会收集您的IMEI。\n", encoding="utf-8")
    listing.write_text(json.dumps({"store": "某商店", "version": "99"}), encoding="utf-8")
    report = scan(example_apk, "a.apk", documents=Documents(policy, listing=listing)).report
    assert (_coverage(report)["policy"], _coverage(report)["listing"]) == ("complete", "complete")
    assert {"policy-denies-type", "listed-version-differs"} <= {finding["rule"] for finding in report["findings"]}


def test_without_a_policy_one_is_looked_for_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.apk"
    path.write_bytes(packages.apk())
    (row,) = [row for row in scan(path, "a.apk", documents=Documents()).report["coverage"] if row["kind"] == "policy"]
    assert (row["state"], row["why"]) == ("absent", "包内未见隐私政策文本 / no policy text in the package")


def test_a_document_that_cannot_be_read_is_told_and_the_others_count(example_apk: Path, tmp_path: Path) -> None:
    policy, listing = tmp_path / "bad.txt", tmp_path / "l.json"
    policy.write_bytes(b"\0" * 50)
    listing.write_text(json.dumps({"store": "某商店", "version": "99"}), encoding="utf-8")
    found = scan(example_apk, "a.apk", documents=Documents(policy, listing=listing))
    assert len(found.unread) == 1
    assert found.unread[0].zh.startswith("文档未读取：")
    assert [limit for limit in found.report["limits"] if found.unread[0].en in limit] != []
    assert (_coverage(found.report)["policy"], _coverage(found.report)["listing"]) == ("absent", "complete")


@pytest.mark.parametrize("data", [b"", b"no package", b"PK\x03\x04" + b"\xff" * 500])
def test_what_is_no_package_has_a_report_that_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(data)
    found = scan(path, "甲.apk", documents=Documents())
    assert found.failure is not None
    assert not found.is_package
    assert found.report["package"]["file_name"] == "甲.apk"
    assert found.report["findings"] == []
    assert set(_coverage(found.report).values()) == {"absent"}


def test_a_reader_that_dies_is_a_recorded_result(example_apk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise SystemExit(7)

    monkeypatch.setattr(batch, "collect", die)
    found = scan(example_apk, "a.apk")
    assert found.failure is not None
    assert found.is_package
    assert found.report["findings"] == []
    assert any(found.failure.en in limit for limit in found.report["limits"])


def test_a_machine_that_cannot_isolate_is_no_result(example_apk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = Reading(example_apk, FactSet("0" * 64), Text("不能", "cannot"), is_refused=True)
    monkeypatch.setattr(scans, "read_packages", lambda *_, **__: iter([refused]))
    with pytest.raises(TryAgainError, match="cannot"):
        scan(example_apk, "a.apk")
