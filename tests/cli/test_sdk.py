from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run
from tests.fingerprint.sample import Names, as_classes
from tests.formats.classwriter import jar
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.fingerprint.database import read_database

if TYPE_CHECKING:
    from pathlib import Path

Patch, Captured = pytest.MonkeyPatch, pytest.CaptureFixture[str]


def test_show_gives_the_registrys_entry_in_either_language(monkeypatch: Patch, capsys: Captured) -> None:
    assert run(monkeypatch, "sdk", "show", "jpush") == 0
    chinese = capsys.readouterr().out
    assert run(monkeypatch, "sdk", "show", "jpush", "--lang", "en") == 0
    english = capsys.readouterr().out
    assert chinese.splitlines()[2] == "名称: 极光推送"
    assert english.splitlines()[2] == "Name: JPush"
    assert "cn.jpush.android" in chinese


def test_show_as_json_has_what_the_registry_holds(monkeypatch: Patch, capsys: Captured) -> None:
    run(monkeypatch, "sdk", "show", "jpush", "--json")
    entry = json.loads(capsys.readouterr().out)
    assert (entry["id"], entry["kind"], entry["name"]) == ("jpush", "sdk", {"zh": "极光推送", "en": "JPush"})
    assert "5.7.0" in entry["versions"]
    run(monkeypatch, "sdk", "show", "oss:okhttp", "--json")
    assert json.loads(capsys.readouterr().out)["prefixes"] == ["okhttp3", "com.squareup.okhttp", "com.squareup.okhttp3"]


def test_an_unknown_sdk_is_one_line(monkeypatch: Patch, capsys: Captured) -> None:
    assert run(monkeypatch, "sdk", "show", "nobody") == 2
    assert run(monkeypatch, "sdk", "ingest", "x.jar", "--into", "x", "--sdk", "nobody") == 2
    assert capsys.readouterr().err.splitlines() == ["mingcha: nobody: 没有登记这个SDK / no such SDK in the registry"] * 2


@pytest.fixture
def apk(tmp_path: Path) -> Path:
    library = Member("lib/arm64-v8a/libBugly.so", b"\x7fELF\x02\x01\x01" + bytes(57))
    path = tmp_path / "a.apk"
    path.write_bytes(packages.apk(library))
    return path


def test_list_names_the_sdks_of_packages(apk: Path, monkeypatch: Patch, capsys: Captured) -> None:
    assert run(monkeypatch, "sdk", "list", apk) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("bugly  ")
    assert "仅有痕迹，未见代码" in first
    assert first.endswith("疑似")
    assert second == "  native:libBugly.so"
    assert run(monkeypatch, "sdk", "list", apk, "--lang", "en") == 0
    assert "traces only, no code" in capsys.readouterr().out


def test_list_as_json_is_a_line_a_package(apk: Path, monkeypatch: Patch, capsys: Captured) -> None:
    (apk.parent / "b.apk").write_bytes(b"no package")
    assert run(monkeypatch, "sdk", "list", apk.parent, "--json") == 3
    done = capsys.readouterr()
    (line,) = done.out.splitlines()
    assert [(row["id"], row["state"]) for row in json.loads(line)["sdks"]] == [("bugly", "present")]
    assert "b.apk" in done.err


def test_an_app_without_sdks_says_so(tmp_path: Path, monkeypatch: Patch, capsys: Captured) -> None:
    (tmp_path / "a.apk").write_bytes(packages.apk())
    assert run(monkeypatch, "sdk", "list", tmp_path / "a.apk") == 0
    assert capsys.readouterr().out == "未发现登记的SDK\n"


def test_ingest_grows_a_folder_and_makes_its_database(tmp_path: Path, monkeypatch: Patch, capsys: Captured) -> None:
    old, new, store = tmp_path / "sdk-1.0.jar", tmp_path / "sdk-2.0.jar", tmp_path / "store"
    old.write_bytes(jar(as_classes(Names("a/b"), 12)))
    new.write_bytes(jar(as_classes(Names("a/b"), 14)))
    assert run(monkeypatch, "sdk", "ingest", old, "--sdk", "jpush", "--into", store) == 0
    assert run(monkeypatch, "sdk", "ingest", new, "--sdk", "jpush", "--into", store, "-o", tmp_path / "all.fp", "--self-test") == 0
    database = read_database((tmp_path / "all.fp").read_bytes())
    assert sorted((release.owner, release.version, release.strings) for release in database.releases) == [
        ("jpush", "1.0", 48),
        ("jpush", "2.0", 56),
    ]
    assert len(read_database((store / "sdks.fp").read_bytes()).releases) == 1
    assert capsys.readouterr().out == ""


def test_an_sdk_that_the_background_is_taken_for_fails(tmp_path: Path, monkeypatch: Patch, capsys: Captured) -> None:
    sdk, app, store = tmp_path / "sdk-1.0.jar", tmp_path / "app.jar", tmp_path / "store"
    sdk.write_bytes(jar(as_classes(Names("a/b"), 12)))
    app.write_bytes(jar(as_classes(Names("own/app"), 11)))
    run(monkeypatch, "sdk", "ingest", sdk, "--sdk", "jpush", "--into", store)
    assert run(monkeypatch, "sdk", "ingest", app, "--background", "--into", store) == 1
    assert capsys.readouterr().out.split("\t")[:2] == ["background", "jpush"]


def test_a_file_that_is_none_is_one_line(tmp_path: Path, monkeypatch: Patch, capsys: Captured) -> None:
    (tmp_path / "a.jar").write_bytes(b"words")
    assert run(monkeypatch, "sdk", "ingest", tmp_path / "a.jar", "--into", tmp_path / "store") == 3
    assert capsys.readouterr().err.splitlines()[0].startswith(f"mingcha: {tmp_path / 'a.jar'}: ")
    (tmp_path / "store" / "x.json").write_text("{}", encoding="utf-8")
    assert run(monkeypatch, "sdk", "ingest", tmp_path / "a.jar", "--into", tmp_path / "store") == 2
