from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mingcha.catalogue import load
from mingcha.cli.packages import check_output, find_packages, job_count, resolve_app_type
from mingcha.model import MingchaError, UnreadablePackageError

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_give_their_packages_sorted_and_files_as_named_each_once(tmp_path: Path) -> None:
    for name in ("b.apk", "a.APK", "note.txt", "deep/c.apk", "other.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_packages([str(tmp_path / "other.bin"), str(tmp_path), str(tmp_path / "b.apk")])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["other.bin", "a.APK", "b.apk", "deep/c.apk"]


def test_what_is_no_file_is_refused_in_both_languages(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.apk")
    (tmp_path / "empty").mkdir()
    for name, error in (("absent.apk", MingchaError), ("pipe.apk", MingchaError), ("empty", UnreadablePackageError)):
        with pytest.raises(error, match=f"{name}: .+ / .+"):
            find_packages([str(tmp_path / name)])


def test_an_output_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for fine in ((None, False), (file, False), (tmp_path / "new", False), (tmp_path / "new/deep", True), (tmp_path, True)):
        check_output(fine[0] and str(fine[0]), is_folder=fine[1])
    for wrong, is_folder in ((tmp_path, False), (tmp_path / "new/file", False), (file, True)):
        with pytest.raises(MingchaError, match=" / "):
            check_output(str(wrong), is_folder=is_folder)


def test_an_app_type_is_told_by_key_number_or_chinese_name() -> None:
    for kind in load().app_types.values():
        for given in (kind.key, str(kind.number), kind.title.zh, kind.title.zh.removesuffix("类")):
            assert resolve_app_type(given) == kind.key
    assert resolve_app_type(None) is None
    with pytest.raises(MingchaError, match="spaceship"):
        resolve_app_type("spaceship")


def test_no_more_children_than_packages_and_at_least_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert [job_count(*each) for each in ((None, 9), (None, 2), (8, 9), (8, 0))] == [4, 2, 8, 1]
