from __future__ import annotations

import io
import json
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.operate.archive import Archive, Writer
from mingcha.platform.operate.home import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMS = ("backup", "backup.tar")


def _write(path: Path) -> None:
    with Writer(path) as writer:
        told = writer.add("home/secret.key", io.BytesIO(b"KEY"), 3)
        assert told == {"sha256": "5ca24005b740717ba4f3f6bc48a230700e68c2a4b11ecedb96f169f4efaf1f21", "size": 3}
        writer.add("store/b", io.BytesIO(b""), 0)
        writer.finish({"version": "1"})


@pytest.mark.parametrize("name", FORMS)
def test_what_was_written_is_read(name: str, tmp_path: Path) -> None:
    _write(tmp_path / name)
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with Archive(tmp_path / name) as archive:
        assert (archive.names("home"), archive.names("database"), archive.names("store")) == (["home/secret.key"], [], ["store/b"])
        assert archive.manifest["version"] == "1"
        archive.check("home/secret.key")
        archive.copy("home/secret.key", tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == b"KEY"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("size", [3, 5])
def test_one_that_fails_leaves_nothing(name: str, size: int, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="length changed"), Writer(tmp_path / name) as writer:
        writer.add("store/a", io.BytesIO(b"four"), size)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_overwritten(name: str, tmp_path: Path) -> None:
    _write(tmp_path / name)
    with pytest.raises(HomeError, match="exists already"):
        Writer(tmp_path / name)


@pytest.mark.parametrize("name", FORMS)
def test_a_changed_file_is_noticed_and_not_kept(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    _write(path)
    if path.is_dir():
        (path / "home/secret.key").write_bytes(b"YEK")
    else:
        path.write_bytes(path.read_bytes().replace(b"KEY", b"YEK"))
    with Archive(path) as archive:
        with pytest.raises(HomeError, match="damaged"):
            archive.check("home/secret.key")
        with pytest.raises(HomeError, match="damaged"):
            archive.copy("home/secret.key", tmp_path / "key")
        with pytest.raises(HomeError, match="missing in the backup"):
            archive.open("store/absent")
    assert not (tmp_path / "key").exists()


def _replace_by_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def _replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _replace_folder_by_link(path: Path) -> None:
    _replace_by_link(path.parent)


@pytest.mark.parametrize("replace", [_replace_by_link, _replace_by_pipe, _replace_folder_by_link])
def test_a_folder_gives_regular_files_alone(replace: Callable[[Path], None], tmp_path: Path) -> None:
    _write(tmp_path / "backup")
    replace(tmp_path / "backup/home/secret.key")
    with Archive(tmp_path / "backup") as archive, pytest.raises(HomeError, match="no regular file"):
        archive.check("home/secret.key")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_a_tar_gives_regular_files_alone(kind: bytes, tmp_path: Path) -> None:
    _write(tmp_path / "backup.tar")
    with tarfile.open(tmp_path / "backup.tar") as whole, tarfile.open(tmp_path / "other.tar", "w") as other:
        for member in whole:
            data = whole.extractfile(member)
            if member.name == "home/secret.key":
                member.type, member.linkname, member.size = kind, "store/b", 0
            other.addfile(member, data if member.size else None)
    with Archive(tmp_path / "other.tar") as archive, pytest.raises(HomeError, match="no regular file"):
        archive.check("home/secret.key")


def test_a_manifest_that_is_a_link_is_none(tmp_path: Path) -> None:
    _write(tmp_path / "backup")
    _replace_by_link(tmp_path / "backup/manifest.json")
    with pytest.raises(HomeError, match="no backup"):
        Archive(tmp_path / "backup")


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        '{"format": 2, "files": {}}',
        '{"format": 1, "files": {"../../etc/passwd": {"size": 1}}}',
        '{"format": 1, "files": {"home/..": {"size": 1}}}',
        '{"format": 1}',
    ],
)
def test_what_is_no_backup_is_refused(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        tar.add(tmp_path / "manifest.json", "manifest.json")
    for path in (tmp_path, tmp_path / "x.tar", tmp_path / "manifest.json", tmp_path / "absent"):
        with pytest.raises(HomeError, match="backup"):
            Archive(path)


def test_the_manifest_is_plain_json(tmp_path: Path) -> None:
    _write(tmp_path / "backup")
    manifest = json.loads((tmp_path / "backup/manifest.json").read_text())
    assert sorted(manifest) == ["files", "format", "version"]


def test_of_a_file_that_is_longer_than_the_manifest_says_no_more_is_read(tmp_path: Path) -> None:
    _write(tmp_path / "a")
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text())
    name = next(iter(manifest["files"]))
    with (tmp_path / "a" / name).open("r+b") as file:
        file.truncate(2**40)  # zeros that take no room
    with Archive(tmp_path / "a") as archive, pytest.raises(HomeError, match="hash differs"):
        archive.check(name)
