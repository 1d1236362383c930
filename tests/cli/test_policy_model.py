from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run

from mingcha.fetch import second_reader

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "# 隐私政策\n我们会收集您的IMEI。\n平台留存血型档案以便服务。\n"
ANSWER = [
    {"data_type": "imei", "practice": "collect", "polarity": "yes", "quote": "我们会收集您的IMEI"},
    {"data_type": "contacts", "practice": "store", "polarity": "yes", "quote": "平台留存血型档案"},
    {"data_type": "contacts", "practice": "store", "polarity": "yes", "quote": "平台留存通讯录"},
]


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(second_reader, "asker", lambda *_: lambda _task, _part: json.dumps(ANSWER))
    (tmp_path / "p.md").write_text(POLICY, encoding="utf-8")
    return tmp_path / "p.md"


def test_a_model_s_statements_stand_apart(policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "policy", str(policy), "-f", "json", "--model", "http://m/v1", "--model-name", "m") == 0
    found = json.loads(capsys.readouterr().out)
    second = found["second_reader"]
    assert [(item["data_type"], item["is_known"]) for item in second["statements"]] == [("imei", True), ("contacts", False)]
    assert second["refused"] == 1
    assert {item["data_type"] for item in found["disclosures"]} == {"imei"}


def test_text_shows_what_the_model_alone_has_read(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "policy", str(policy), "--model", "http://m/v1", "--model-name", "m") == 0
    printed = capsys.readouterr().out
    assert "模型 m 另外读出 1 条，须人工核对，不作为判定依据" in printed
    assert "平台留存血型档案" in printed.split("模型 m")[1]


def test_off_by_default_and_never_half_on(policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "policy", str(policy), "-f", "json") == 0
    assert "second_reader" not in json.loads(capsys.readouterr().out)
    assert run(monkeypatch, "policy", str(policy), "--model", "http://m/v1") != 0
    assert "--model-name" in capsys.readouterr().err
