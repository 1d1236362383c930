from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.test_scan import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

POLICY = "# 隐私政策\n我们会收集您的IMEI，不会收集您的通讯录。\n我们使用了极光推送SDK。\n"


def test_text_says_what_the_policy_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY, encoding="utf-8")
    assert run(monkeypatch, "policy", str(tmp_path / "p.md")) == 0
    printed = capsys.readouterr().out
    assert "IMEI" in printed
    assert "不收集" in printed
    assert "极光推送  [jpush]  缺：" in printed


def test_json_of_a_folder_and_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "隐私政策.md").write_text(POLICY, encoding="utf-8")
    (tmp_path / "list.txt").write_text("SDK名称：友盟\n收集信息：MAC地址\n", encoding="utf-8")
    assert run(monkeypatch, "policy", str(tmp_path), "-f", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["sdk"] for row in found["sdks"]] == ["jpush", "umeng_analytics"]
    assert {item["polarity"] for item in found["disclosures"] if item["data_type"] == "contacts"} == {"no"}


def test_what_cannot_be_read_ends_with_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.txt").write_bytes(b"\0" * 50)
    assert run(monkeypatch, "policy", str(tmp_path / "p.txt")) == 3
    assert run(monkeypatch, "policy", str(tmp_path / "absent")) == 3
    assert "mingcha: " in capsys.readouterr().err
