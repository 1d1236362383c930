"""The program as users start it: results, exit codes, and one clear line for every bad input."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

MINGCHA = Path(sys.executable).with_name("mingcha")


def run(*arguments: object, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run([MINGCHA, *map(str, arguments)], capture_output=True, text=True, env=environment, check=False)


def test_the_example_app_gives_a_chinese_report_and_exit_code_1(example_apk: Path) -> None:
    done = run("scan", example_apk)
    assert (done.returncode, done.stderr) == (1, "")
    assert "明察示例商城" in done.stdout
    assert "违规收集个人信息" in done.stdout


def test_english_on_request(example_apk: Path) -> None:
    done = run("scan", example_apk, "--lang", "en", "--fail-on", "never")
    assert done.returncode == 0
    assert "Collection" in done.stdout or "collects" in done.stdout


def test_every_clause_of_both_notices_is_in_the_report(example_apk: Path) -> None:
    report = json.loads(run("scan", example_apk, "-f", "json").stdout)
    assert report["schema_version"] == 1
    expected = (
        [f"MIIT-2020-{n}" for n in range(1, 11)] + [f"MIIT-2023-1.{n}" for n in range(1, 13)] + [f"MIIT-2023-2.{n}" for n in range(1, 15)]
    )
    assert [clause["id"] for clause in report["clauses"]] == expected
    verdicts = {"violated", "suspected", "not-found", "not-tested", "not-applicable"}
    assert {clause["verdict"] for clause in report["clauses"]} <= verdicts


@pytest.mark.parametrize("form", ["json", "html", "text", "sarif"])
def test_same_input_same_bytes_whatever_the_hash_seed(example_apk: Path, form: str) -> None:
    first, second = (run("scan", example_apk, "-f", form, seed=seed).stdout for seed in ("1", "2"))
    assert first == second
    assert len(first) > 1000


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_documents_are_the_same_bytes_whatever_the_hash_seed(example_apk: Path, form: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.{form}" for seed in ("1", "2")]
    for path in files:
        assert run("scan", example_apk, "-f", form, "-o", path, seed=path.stem).returncode == 1
    assert files[0].read_bytes() == files[1].read_bytes()


BAD = {
    "empty.apk": b"",
    "page.apk": b"<!DOCTYPE html><html><body>404</body></html>",
    "noise.apk": bytes(range(256)) * 8,
    "cut.apk": None,
    "archive.apk": None,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_package_gives_one_line_and_exit_code_3(name: str, tmp_path: Path, example_apk: Path) -> None:
    path = tmp_path / name
    content = BAD[name]
    if name == "archive.apk":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "no package")
    else:
        path.write_bytes(example_apk.read_bytes()[:9000] if content is None else content)
    done = run("scan", path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert " / " in done.stderr


def test_wrong_usage_gives_exit_code_2(tmp_path: Path, example_apk: Path) -> None:
    for arguments in (
        ("scan",),
        ("scan", tmp_path / "absent.apk"),
        ("scan", example_apk, "--app-type", "none"),
        ("scan", "--what"),
        ("nothing",),
    ):
        assert run(*arguments).returncode == 2, arguments


def test_a_folder_without_packages_gives_exit_code_3(tmp_path: Path) -> None:
    done = run("scan", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


def test_a_folder_gives_one_json_document_a_line_and_loses_nothing(tmp_path: Path, example_apk: Path) -> None:
    (tmp_path / "a.apk").write_bytes(example_apk.read_bytes())
    (tmp_path / "b.apk").write_bytes(b"no package")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.APK").write_bytes(example_apk.read_bytes() + b"\0")
    done = run("scan", tmp_path, "-f", "json")
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["package"]["file_name"] for report in reports] == ["a.apk", "b.apk", "c.APK"]
    assert done.returncode == 3
    lost = reports[1]
    assert lost["findings"] == []
    assert {row["state"] for row in lost["coverage"]} == {"absent"}
    assert {clause["verdict"] for clause in lost["clauses"]} == {"not-tested", "not-applicable"}


def test_facts_go_to_parquet_and_are_judged_later(tmp_path: Path, example_apk: Path) -> None:
    assert run("facts", example_apk, "-f", "parquet", "-o", tmp_path / "facts").returncode == 0
    direct = json.loads(run("scan", example_apk, "-f", "json").stdout)
    later = json.loads(run("scan", tmp_path / "facts", "-f", "json").stdout)
    assert later == direct


def test_strict_says_that_part_was_not_tested(example_apk: Path) -> None:
    assert run("scan", example_apk, "--fail-on", "never", "--strict").returncode == 4


def least_cost(*command: str) -> float:
    """Return the least CPU time of five runs of a command, in seconds."""
    costs = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


def test_help_costs_little_more_than_the_library_that_prints_it() -> None:
    assert least_cost(str(MINGCHA), "--help") < 2.5 * least_cost(sys.executable, "-c", "import click")


def test_rules_are_clean_and_pass_their_tests() -> None:
    assert run("rules", "lint").returncode == 0
    assert run("rules", "test").returncode == 0
    assert run("rules", "explain", "app-collects-at-start").returncode == 0
    assert run("rules", "explain", "nothing").returncode == 2
