from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingcha.model import BaselineState, Grade, MingchaError, Report, Verdict
from mingcha.reports import json
from mingcha.reports.baseline import load_baseline

if TYPE_CHECKING:
    from pathlib import Path

NEW, KNOWN = BaselineState.NEW, BaselineState.KNOWN


def states(earlier: str, now: Report, path: Path) -> list[BaselineState | None]:
    path.write_text(earlier, encoding="utf-8")
    done = load_baseline(path).apply(now)
    assert [replace(finding, baseline=None) for finding in done.findings] == list(now.findings)
    return [finding.baseline for finding in done.findings]


def test_what_was_there_is_known_and_what_was_not_is_new(shop: Report, tmp_path: Path) -> None:
    earlier = replace(shop, findings=shop.findings[1:])
    assert states(json.write(earlier), shop, tmp_path / "old.json") == [NEW] + [KNOWN] * (len(shop.findings) - 1)


def test_what_has_become_graver_is_new(shop: Report, tmp_path: Path) -> None:
    milder = replace(shop.findings[0], verdict=Verdict.SUSPECTED, grade=Grade.GENERAL)
    for verdict, grade, state in (
        (Verdict.SUSPECTED, Grade.GENERAL, KNOWN),
        (Verdict.VIOLATED, Grade.GENERAL, NEW),
        (Verdict.SUSPECTED, Grade.SERIOUS, NEW),
        (Verdict.SUSPECTED, Grade.NOTE, KNOWN),
    ):
        now = replace(shop, findings=(replace(milder, verdict=verdict, grade=grade),))
        assert states(json.write(replace(shop, findings=(milder,))), now, tmp_path / "old.json") == [state]


def test_reports_of_several_apps_one_a_line(shop: Report, packed: Report, tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    lines = json.write(shop, one_line=True) + json.write(packed, one_line=True)
    assert set(states(lines, shop, path)) == {KNOWN}
    other = replace(shop, package=replace(shop.package, app_id="com.other"))
    assert set(states(lines, other, path)) == {NEW}
    assert (load_baseline(path).covers(shop), load_baseline(path).covers(other)) == (True, False)


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"schema_version": 1}', '{"schema_version": 2, "package": {}}'])
def test_what_is_no_report_is_one_clear_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    if text == "":
        assert load_baseline(path) is not None
        return
    with pytest.raises(MingchaError, match=r"not a JSON report|not supported") as wrong:
        load_baseline(path)
    assert str(path) in str(wrong.value)


def test_files_that_cannot_be_read_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(MingchaError, match="cannot be read"):
        load_baseline(tmp_path / "absent.json")
    (tmp_path / "latin").write_bytes(b"\xff\xfe")
    with pytest.raises(MingchaError, match="not UTF-8"):
        load_baseline(tmp_path / "latin")
