from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_scan import run
from tests.hostile import packages
from tests.hostile.zips import Member

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "# 隐私政策\n我们不会收集您的IMEI。\n我们将在30天内完成注销。\n"


def scan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    run(monkeypatch, "scan", *arguments, "-f", "json", "--fail-on", "never")
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def state(report: dict[str, Any], kind: str) -> str:
    (found,) = [row["state"] for row in report["coverage"] if row["kind"] == kind]
    return str(found)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.apk"
    path.write_bytes(packages.apk())
    return path


def test_a_policy_beside_a_package_is_compared_with_its_code(
    package: Path, tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "p.md"
    policy.write_text(POLICY, encoding="utf-8")
    report = scan(monkeypatch, capsys, example_apk, "--policy", policy)
    assert state(report, "policy") == "complete"
    found = {(finding["rule"], finding["data_type"]): finding["sentence"]["zh"] for finding in report["findings"]}
    assert found["policy-denies-type", "imei"].startswith("隐私政策称“我们不会收集您的IMEI。”，而代码可读取")
    assert ("long-answer-time", None) in found
    assert ("policy-omits-type", "sms") in found
    assert state(scan(monkeypatch, capsys, package), "policy") == "absent"


def test_a_separate_list_names_what_the_policy_does_not(
    tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, listed = tmp_path / "p.md", tmp_path / "list.md"
    policy.write_text(POLICY, encoding="utf-8")
    listed.write_text("SDK名称：友盟+统计\n收集信息：Android ID\n", encoding="utf-8")
    alone = {finding["rule"] for finding in scan(monkeypatch, capsys, example_apk, "--policy", policy)["findings"]}
    both = {finding["rule"] for finding in scan(monkeypatch, capsys, example_apk, "--policy", policy, "--sdk-list", listed)["findings"]}
    assert {"sdk-missing-from-policy", "sdk-collects-untold"} <= alone
    assert both & {"sdk-missing-from-policy", "sdk-collects-untold"} == set()


def test_auto_looks_inside_the_package(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "隐私政策\n" + "我们收集您的IMEI用于统计，与第三方共享，您可以删除个人信息。\n" * 30
    with_policy = tmp_path / "b.apk"
    with_policy.write_bytes(packages.apk(Member("assets/privacy.txt", text.encode())))
    report = scan(monkeypatch, capsys, with_policy, "--policy", "auto")
    assert state(report, "policy") == "complete"
    assert "policy-omits-type" not in {finding["rule"] for finding in report["findings"]}
    report = scan(monkeypatch, capsys, package, "--policy", "auto")
    (row,) = [row for row in report["coverage"] if row["kind"] == "policy"]
    assert (row["state"], row["why"]) == ("absent", "包内未见隐私政策文本 / no policy text in the package")


def test_a_listing_is_compared_with_the_manifest(
    tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing = tmp_path / "l.json"
    listing.write_text(json.dumps({"store": "某商店", "version": "99", "developer": "甲公司"}), encoding="utf-8")
    report = scan(monkeypatch, capsys, example_apk, "--listing", listing)
    assert state(report, "listing") == "complete"
    rules = {finding["rule"]: finding["verdict"] for finding in report["findings"] if finding["rule"].startswith("listed-")}
    assert rules == {
        "listed-permissions-incomplete": "violated",
        "listed-version-differs": "violated",
        "listed-without-function": "violated",
        "listed-without-policy": "violated",
    }


def test_bad_documents_end_with_one_line_before_anything_is_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0" * 50)
    for arguments, code in (
        (("--policy", tmp_path / "absent"), 3),
        (("--policy", tmp_path / "bad.txt"), 3),
        (("--sdk-list", tmp_path / "bad.txt"), 2),
        (("--policy", "auto", "--sdk-list", tmp_path / "bad.txt"), 2),
        (("--listing", tmp_path / "absent"), 2),
        (("--listing", tmp_path / "bad.txt"), 2),
    ):
        assert run(monkeypatch, "scan", package, *arguments) == code
        error = capsys.readouterr().err
        assert error.startswith("mingcha: ")
        assert error.count("\n") == 1


def test_facts_take_documents_too(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "p.md"
    policy.write_text(POLICY, encoding="utf-8")
    assert run(monkeypatch, "facts", package, "--policy", policy) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["file"] for row in rows["policy_file"]] == ["p.md"]


def test_another_version_of_the_policy_inside_the_package_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = "某应用隐私政策\n更新日期：2025年3月2日\n" + "我们会收集您的IMEI用于统计，并与第三方共享，您可以删除个人信息。\n" * 20
    path, policy = tmp_path / "a.apk", tmp_path / "p.md"
    path.write_bytes(packages.apk(Member("assets/privacy.txt", inside.encode())))
    said = []
    for date in ("2026年1月2日", "2025年3月2日"):
        policy.write_text(f"# 某应用隐私政策\n更新日期：{date}\n我们会收集您的IMEI。\n", encoding="utf-8")
        report = scan(monkeypatch, capsys, path, "--policy", policy)
        said.append([finding["sentence"]["zh"] for finding in report["findings"] if finding["rule"] == "policies-disagree"])
    assert said == [["隐私政策（p.md）与安装包内的“assets/privacy.txt”不一致：更新日期分别为2026-01-02和2025-03-02。"], []]
