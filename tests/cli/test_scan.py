"""What `scan` does with its files and options; tests/e2e runs the installed program."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from tests.hostile import packages
from tests.hostile.zips import Member, archive

from mingcha import cli
from mingcha.cli import scan

if TYPE_CHECKING:
    from pathlib import Path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr("sys.argv", ["mingcha", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert isinstance(stop.value.code, int)
    return stop.value.code


def encrypted() -> bytes:
    """Return a package whose entries are what a password makes of them: twelve bytes more, all noise."""
    lies = {"flags": 1, "method": 8, "size": 400, "packed": 192, "crc": 0x12345678}
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(6))
    return archive(*(Member(name, raw=noise, local=lies, central=lies) for name in ("AndroidManifest.xml", "classes.dex")))


BAD = {
    "zero bytes": (lambda _: b"", 3),
    "a web page": (lambda _: b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>", 3),
    "noise": (lambda _: bytes(range(256)) * 40, 3),
    "truncated": (lambda whole: whole[: len(whole) // 2], 3),
    "encrypted": (lambda _: encrypted(), 3),
    "a zip of something else": (lambda _: archive(Member("readme.txt", b"hello")), 3),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gives_one_clear_line(
    kind: str, tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code = BAD[kind]
    path = tmp_path / "文件.apk"
    path.write_bytes(make(example_apk.read_bytes()))
    assert run(monkeypatch, "scan", path) == code
    done = capsys.readouterr()
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert done.err.startswith(f"mingcha: {path}: ")
    assert " / " in done.err


def test_a_package_without_a_manifest_is_read_for_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.apk"
    path.write_bytes(archive(Member("classes.dex", packages.plain_dex())))
    code = run(monkeypatch, "scan", path, "-f", "json", "--fail-on", "never")
    report = json.loads(capsys.readouterr().out)
    assert (code, {row["kind"]: row["state"] for row in report["coverage"]}["manifest"]) == (0, "absent")
    assert {clause["verdict"] for clause in report["clauses"]} <= {"not-tested", "not-applicable", "suspected"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("absent.apk",), 2),
        ((".", "--what"), 2),
        (("x.apk", "--app-type", "spaceship"), 2),
        (("x.apk", "--jobs", "0"), 2),
        (("x.apk", "--fail-on", "always"), 2),
        (("empty",), 3),
        (("x.apk", "y.apk", "-f", "html"), 2),
        (("x.apk", "-o", "absent/report"), 2),
    ],
)
def test_wrong_usage_is_told_in_one_message(
    arguments: tuple[str, ...],
    code: int,
    tmp_path: Path,
    example_apk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    for name in ("x.apk", "y.apk"):
        (tmp_path / name).write_bytes(example_apk.read_bytes())
    assert run(monkeypatch, "scan", *arguments) == code
    done = capsys.readouterr()
    assert (done.out, "Traceback" in done.err) == ("", False)
    assert done.err.strip()


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 1), (("--fail-on", "serious"), 1), (("--fail-on", "never"), 0), (("--fail-on", "never", "--strict"), 4), (("--strict",), 1)],
)
def test_the_exit_code_follows_findings_and_what_was_not_tested(
    options: tuple[str, ...], code: int, example_apk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "scan", example_apk, *options) == code


def test_a_lost_package_weighs_more_than_a_violation(tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.apk").write_bytes(b"no package")
    assert run(monkeypatch, "scan", example_apk, tmp_path / "bad.apk", "-f", "json") == 3


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_output_goes_to_a_file_and_is_what_stdout_would_show(
    form: str, tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "scan", example_apk, "-f", form)
    shown = capsys.readouterr().out
    assert run(monkeypatch, "scan", example_apk, "-f", form, "-o", tmp_path / "report") == 1
    assert capsys.readouterr().out == ""
    assert (tmp_path / "report").read_text("utf-8").rstrip("\n") == shown.rstrip("\n")


def test_html_of_several_packages_is_a_folder_of_pages(tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = example_apk.read_bytes()
    (tmp_path / "a.apk").write_bytes(data)
    (tmp_path / "b.apk").write_bytes(data + b"\0")
    run(monkeypatch, "scan", tmp_path / "a.apk", tmp_path / "b.apk", "-f", "html", "-o", tmp_path / "pages")
    assert sorted(page.name.partition("-")[0] for page in (tmp_path / "pages").iterdir()) == ["a", "b"]


def test_languages_of_the_text_report(example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, "scan", example_apk)
    chinese = capsys.readouterr().out
    run(monkeypatch, "scan", example_apk, "--lang", "en")
    english = capsys.readouterr().out
    assert "违规收集个人信息" in chinese
    assert len(hanzi(english)) * 5 < len(hanzi(chinese))


def hanzi(text: str) -> list[str]:
    return [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]


@pytest.mark.parametrize(("terminal", "variable", "option", "colour"), [(1, 0, 0, 1), (1, 1, 0, 0), (1, 0, 1, 0), (0, 0, 0, 0)])
def test_colour_only_on_a_terminal_that_wants_it(
    terminal: int,
    variable: int,
    option: int,
    colour: int,
    example_apk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(scan.sys.stdout, "isatty", lambda: bool(terminal), raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if variable:
        monkeypatch.setenv("NO_COLOR", "1")
    run(monkeypatch, "scan", example_apk, *(["--no-color"] if option else []))
    assert ("\x1b[" in capsys.readouterr().out) == bool(colour)


def test_facts_of_a_folder_are_judged_as_the_packages_are(
    tmp_path: Path, example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = example_apk.read_bytes()
    (tmp_path / "a.apk").write_bytes(data)
    (tmp_path / "b.apk").write_bytes(packages.apk())
    run(monkeypatch, "scan", tmp_path / "a.apk", tmp_path / "b.apk", "-f", "json")
    direct = capsys.readouterr().out
    assert run(monkeypatch, "facts", tmp_path / "a.apk", tmp_path / "b.apk", "-f", "parquet", "-o", tmp_path / "facts") == 0
    capsys.readouterr()
    assert run(monkeypatch, "scan", tmp_path / "facts", "-f", "json") == 1
    later = capsys.readouterr().out
    assert [json.loads(line) for line in later.splitlines()] == [json.loads(line) for line in direct.splitlines()]
    assert later == direct
