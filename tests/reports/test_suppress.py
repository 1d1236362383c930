from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingcha.model import MingchaError, Report, Suppression
from mingcha.reports.suppress import load_suppressions

if TYPE_CHECKING:
    from pathlib import Path


def marked(report: Report, path: Path, text: str, day: str | None = None) -> dict[str, Suppression]:
    path.write_text(text, encoding="utf-8")
    done = load_suppressions(path, day).apply(report)
    assert [replace(finding, suppression=None) for finding in done.findings] == list(report.findings)
    return {finding.id: finding.suppression for finding in done.findings if finding.suppression}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "suppress.yaml"


def test_an_entry_marks_the_findings_that_it_names_and_no_other(shop: Report, file: Path) -> None:
    first, second = (finding for finding in shop.findings if finding.rule == "read-at-start")
    assert marked(shop, file, "- {rule: read-at-start, owner: app, reason: 已评估}") == {
        second.id: Suppression("已评估", None, active=True)
    }
    assert set(marked(shop, file, "- {rule: read-at-start, reason: 已评估}")) == {first.id, second.id}
    assert set(marked(shop, file, "- {rule: read-at-start, data_type: imei, reason: 已评估}")) == {first.id}
    assert set(marked(shop, file, f"- {{rule: read-at-start, id: {second.id}, reason: 已评估}}")) == {second.id}
    assert marked(shop, file, "- {rule: read-at-start, package: com.other, reason: 已评估}") == {}


@pytest.mark.parametrize(("day", "active"), [("2026-06-29", True), ("2026-06-30", True), ("2026-07-01", False)])
def test_an_entry_holds_to_the_end_of_its_last_day(day: str, active: bool, shop: Report, file: Path) -> None:
    found = marked(shop, file, "- {rule: undisclosed-sdk, reason: 下一版删除, expires: 2026-06-30}", day)
    assert list(found.values()) == [Suppression("下一版删除", "2026-06-30", active=active)]


def test_an_entry_in_force_goes_before_an_expired_one(shop: Report, file: Path) -> None:
    text = "- {rule: undisclosed-sdk, reason: old, expires: '2020-01-01'}\n- {rule: undisclosed-sdk, reason: new}"
    assert [found.reason for found in marked(shop, file, text, "2026-01-01").values()] == ["new"]


def test_what_is_unused_and_what_has_expired_is_told(shop: Report, file: Path) -> None:
    file.write_text("- {rule: a, reason: x}\n- {rule: undisclosed-sdk, reason: x, expires: 2020-01-01}", encoding="utf-8")
    loaded = load_suppressions(file, "2026-01-01")
    loaded.apply(shop)
    assert ([entry.number for entry in loaded.unused()], [entry.number for entry in loaded.expired()]) == ([1], [2])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1", "must be a list"),
        ("[", "not YAML"),
        ("- text", "entry 1: 应为键值 / must be a mapping"),
        ("- {rule: a}", "entry 1: 缺少 / lacks reason"),
        ("- {rule: a, reason: ' '}", "entry 1: 缺少 / lacks reason"),
        ("- {rule: a, reason: x}\n- {reason: x}", "entry 2: 缺少 / lacks rule"),
        ("- {rule: a, reason: x, until: 2026-01-01}", "unknown keys: until"),
        ("- {rule: a, reason: x, expires: soon}", "must be YYYY-MM-DD"),
        ("- {rule: a, reason: x, expires: 2026-02-31}", "not YAML"),
        ("- {rule: a, reason: x, expires: 2026-02-01}", "--date"),
    ],
)
def test_a_wrong_file_is_one_clear_line(text: str, told: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MingchaError) as wrong:
        load_suppressions(file)
    assert str(file) in str(wrong.value)
    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(MingchaError, match="cannot be read"):
        load_suppressions(tmp_path / "absent.yaml")
