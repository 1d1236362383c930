"""Suppressions, baselines and the day, through `scan`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_scan import run

from mingcha.cli.triage import resolve_day
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from pathlib import Path


def scanned(capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    done = capsys.readouterr()
    return json.loads(done.out), done.err


@pytest.fixture
def earlier(example_apk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "earlier.json"
    assert run(monkeypatch, "scan", example_apk, "-f", "json", "-o", path) == 1
    return path


def test_only_today_asks_the_clock() -> None:
    before = date.today().isoformat()  # noqa: DTZ011 - as the command asks it
    assert (resolve_day(None), resolve_day("2026-03-05")) == (None, "2026-03-05")
    assert before <= (resolve_day("today") or "") <= date.today().isoformat()  # noqa: DTZ011 - as above


@pytest.mark.parametrize("given", ["tomorrow", "2026-02-31", "5.3.2026", ""])
def test_a_day_that_is_none_is_told(given: str) -> None:
    with pytest.raises(MingchaError, match="YYYY-MM-DD"):
        resolve_day(given)


def test_what_the_baseline_knows_does_not_count_and_stays(
    example_apk: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "scan", example_apk, "-f", "json", "--baseline", earlier) == 0
    report, told = scanned(capsys)
    assert ({finding["baseline"] for finding in report["findings"]}, told) == ({"known"}, "")
    before = json.loads(earlier.read_text("utf-8"))
    assert [finding | {"baseline": None} for finding in report["findings"]] == before["findings"]
    assert report["clauses"] == before["clauses"]


def test_what_is_new_counts(example_apk: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads(earlier.read_text("utf-8"))
    serious = next(finding for finding in before["findings"] if finding["grade"] == "serious")
    before["findings"].remove(serious)
    earlier.write_text(json.dumps(before), encoding="utf-8")
    assert run(monkeypatch, "scan", example_apk, "-f", "json", "--baseline", earlier) == 1
    report, _ = scanned(capsys)
    assert [finding["id"] for finding in report["findings"] if finding["baseline"] == "new"] == [serious["id"]]


def test_a_baseline_of_another_app_is_told(
    example_apk: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads(earlier.read_text("utf-8"))
    before["package"]["app_id"] = "com.other"
    earlier.write_text(json.dumps(before), encoding="utf-8")
    assert run(monkeypatch, "scan", example_apk, "-f", "json", "--baseline", earlier) == 1
    report, told = scanned(capsys)
    assert {finding["baseline"] for finding in report["findings"]} == {"new"}
    assert "not in the baseline" in told


def test_what_is_suppressed_does_not_count_and_stays_until_it_expires(
    example_apk: Path, earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = sorted({finding["rule"] for finding in json.loads(earlier.read_text("utf-8"))["findings"]})
    path = tmp_path / "suppress.yaml"
    entries = [{"rule": rule, "reason": "已评估", "expires": "2026-06-30"} for rule in rules] + [{"rule": "never", "reason": "x"}]
    path.write_text(json.dumps(entries), encoding="utf-8")
    arguments = ("scan", example_apk, "-f", "json", "--suppress", path)
    assert run(monkeypatch, *arguments, "--date", "2026-06-30") == 0
    report, told = scanned(capsys)
    assert {json.dumps(finding["suppression"]) for finding in report["findings"]} == {
        json.dumps({"reason": "已评估", "expires": "2026-06-30", "active": True})
    }
    assert told == f"mingcha: {path}: 第{len(entries)}条（never）未用到 / entry {len(entries)} matched nothing\n"
    assert run(monkeypatch, *arguments, "--date", "2026-07-01") == 1
    report, told = scanned(capsys)
    assert {finding["suppression"]["active"] for finding in report["findings"]} == {False}
    assert told.count("has expired") == len(rules)
    assert run(monkeypatch, *arguments) == 2
    assert "--date" in capsys.readouterr().err
