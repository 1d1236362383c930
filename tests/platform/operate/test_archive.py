from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from mingcha.platform.operate.archive import Archive, Writer
from mingcha.platform.operate.home import HomeError

FORMS = ("backup", "backup.tar")


def _write(path: Path) -> None:
    with Writer(path) as writer:
        told = writer.add("home/secret.key", io.BytesIO(b"key"), 3)
        assert told == {"sha256": "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683", "size": 3}
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
    assert (tmp_path / "key").read_bytes() == b"key"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", FORMS)
def test_one_that_fails_leaves_nothing_and_nothing_is_overwritten(name: str, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="length changed"), Writer(tmp_path / name) as writer:
        writer.add("store/a", io.BytesIO(b"longer" if name == "backup" else b"more"), 4 if name == "backup" else 3)
    if name == "backup":
        assert list(tmp_path.iterdir()) == []
    _write(tmp_path / "there" if name == "backup" else tmp_path / "there.tar")
    with pytest.raises(HomeError, match="exists already"):
        Writer(tmp_path / "there" if name == "backup" else tmp_path / "there.tar")


@pytest.mark.parametrize("name", FORMS)
def test_a_changed_file_is_noticed_and_not_kept(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    _write(path)
    if path.is_dir():
        (path / "home/secret.key").write_bytes(b"yek")
    else:
        path.write_bytes(path.read_bytes().replace(b"key\0", b"yek\0"))
    with Archive(path) as archive:
        with pytest.raises(HomeError, match="damaged"):
            archive.check("home/secret.key")
        with pytest.raises(HomeError, match="damaged"):
            archive.copy("home/secret.key", tmp_path / "key")
        with pytest.raises(HomeError, match="missing in the backup"):
            archive.open("store/absent")
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("manifest", ["", "[]", '{"format": 2, "files": {}}', '{"format": 1, "files": {"../../etc/passwd": {}}}', '{"format": 1}'])
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
