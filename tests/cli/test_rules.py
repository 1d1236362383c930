from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run

from mingcha.catalogue import load
from mingcha.rules import load_pack

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_pack(load()).rules


def test_every_rule_is_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "rules", "list") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], line[1], line[2], line[3]) for line in lines] == [
        (rule.id, str(rule.decides), str(rule.grade), ",".join(rule.clauses)) for rule in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "rules", "explain", rule.id) == 0
    text = capsys.readouterr().out
    parts = (rule.label, rule.title.zh, rule.title.en, rule.sentence.zh, rule.remedy.en, *rule.clauses, *rule.criteria, rule.sql.strip())
    assert [part for part in parts if part not in text] == []


def test_an_unknown_rule_is_a_wrong_use(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "rules", "explain", "nothing") == 2
    assert capsys.readouterr().err == "mingcha: nothing: 没有这条规则 / no such rule\n"


@pytest.mark.parametrize(("sql", "code"), [("select package from package where target_sdk < 23", 0), ("select package from nowhere", 5)])
def test_a_folder_of_rules_is_linted(
    sql: str, code: int, write_rule: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_rule(sql=sql, zh="目标版本低。", en="The target is low.")
    assert run(monkeypatch, "rules", "--rules", folder, "lint") == code
    done = capsys.readouterr()
    assert ("low-target" in done.out) == bool(code)
    assert done.err.count("\n") == 1


def test_a_failing_test_of_a_rule_is_named(write_rule: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_rule()
    assert run(monkeypatch, "rules", "--rules", folder, "test") == 0
    capsys.readouterr()
    path: Path = folder / "MIIT-2020-5" / "low-target.test.yaml"
    path.write_text(path.read_text("utf-8").replace("target_sdk: 22", "target_sdk: 33"), encoding="utf-8")
    assert run(monkeypatch, "rules", "--rules", folder, "test") == 5
    assert capsys.readouterr().out.startswith("low-target: a: ")


def test_a_broken_rule_file_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "MIIT-2020-5").mkdir()
    (tmp_path / "MIIT-2020-5" / "x.sql").write_text("select 1", encoding="utf-8")
    assert run(monkeypatch, "rules", "--rules", tmp_path, "list") == 5
    assert capsys.readouterr().err.count("\n") == 1
