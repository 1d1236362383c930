"""A backup as files with a manifest: a folder, or one tar file where the name ends in .tar. Whole, or not there at all.

The manifest names every file with its length and SHA-256; whoever reads an archive gets no byte that it does not vouch for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import stat
import tarfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from mingcha.platform.operate.home import PRIVATE_FILE, PRIVATE_FOLDER, HomeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1
_CHUNK = 1024 * 1024
_NAME = re.compile(r"(home|database|store)/[\w-][\w.-]*")
_LARGEST_MANIFEST = 1024**3


class Hashing:
    """A stream that is read through, with the SHA-256 and the length of what was read."""

    def __init__(self, stream: IO[bytes], least: int = 0) -> None:
        self._stream, self._digest, self.size, self._least = stream, hashlib.sha256(), 0, least

    def read(self, length: int = -1) -> bytes:
        """Return the next bytes, fewer than `length` only at the end; HomeError when that comes before `least` bytes."""
        read = self._stream.read(length)
        while 0 < len(read) < length and (more := self._stream.read(length - len(read))):
            read += more
        self._digest.update(read)
        self.size += len(read)
        if len(read) < length and self.size < self._least:
            raise HomeError("读取时长度改变 / its length changed while it was read")
        return read

    @property
    def told(self) -> dict[str, Any]:
        """What the manifest says of the file."""
        return {"sha256": self._digest.hexdigest(), "size": self.size}


def _no_file(name: str) -> HomeError:
    return HomeError(f"{name}: 备份中不是普通文件 / is no regular file in the backup")


class _Place(Protocol):
    def write(self, name: str, stream: Hashing, size: int) -> None: ...

    def open(self, name: str) -> IO[bytes]: ...

    def close(self) -> None: ...


class _Folder:
    def __init__(self, path: Path, *, writing: bool) -> None:
        self._path = path
        if writing:
            path.mkdir(mode=PRIVATE_FOLDER)

    def write(self, name: str, stream: Hashing, size: int) -> None:  # noqa: ARG002 - a tar file is told the size beforehand
        path = self._path / name
        path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as target:
            shutil.copyfileobj(stream, target, _CHUNK)
            target.flush()
            os.fsync(target.fileno())

    def open(self, name: str) -> IO[bytes]:
        path = self._path / name
        if path.parent.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
            raise _no_file(name)
        return path.open("rb")

    def close(self) -> None:
        return


class _Tar:
    def __init__(self, path: Path, *, writing: bool) -> None:
        self._path, self._writing = path, writing
        if writing:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        self._tar = tarfile.open(path, "w" if writing else "r:")  # noqa: SIM115 - closed by close()

    def write(self, name: str, stream: Hashing, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, PRIVATE_FILE
        self._tar.addfile(entry, stream)

    def open(self, name: str) -> IO[bytes]:
        try:
            member = self._tar.getmember(name)
        except KeyError:
            raise FileNotFoundError(name) from None
        found = self._tar.extractfile(member) if member.isreg() else None
        if found is None:
            raise _no_file(name)
        return found

    def close(self) -> None:
        self._tar.close()
        if self._writing:
            with self._path.open("rb") as written:
                os.fsync(written.fileno())


def _place(path: Path, *, tar: bool, writing: bool) -> _Place:
    return _Tar(path, writing=writing) if tar else _Folder(path, writing=writing)


class Writer:
    """Writes an archive beside its name and gives it that name when it is complete."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise HomeError(f"{path}: 已存在 / exists already")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._partial = path, path.with_name(f"{path.name}.partial-{os.getpid()}")
        self._place = _place(self._partial, tar=path.suffix == ".tar", writing=True)
        self._files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._partial.exists():
            self._place.close()
            if self._partial.is_dir():
                shutil.rmtree(self._partial)
            else:
                self._partial.unlink()

    def add(self, name: str, stream: IO[bytes], size: int) -> dict[str, Any]:
        """Add a file of that length, and return what the manifest will say of it."""
        hashing = Hashing(stream, least=size)
        self._place.write(name, hashing, size)
        if hashing.size != size or stream.read(1):
            raise HomeError(f"{name}: 读取时长度改变 / its length changed while it was read")
        self._files[name] = hashing.told
        return hashing.told

    def add_file(self, name: str, path: Path) -> None:
        """Add a file of the local disk."""
        with path.open("rb") as stream:
            self.add(name, stream, path.stat().st_size)

    def finish(self, told: dict[str, Any]) -> str:
        """Write the manifest, with `told`, and give the archive its name; return the manifest's SHA-256."""
        text = json.dumps({"format": FORMAT, **told, "files": self._files}, ensure_ascii=False, indent=1, sort_keys=True).encode()
        hashing = Hashing(io.BytesIO(text))
        self._place.write(MANIFEST, hashing, len(text))
        self._place.close()
        self._partial.rename(self._path)
        return str(hashing.told["sha256"])


class Archive:
    """Reads an archive that `Writer` has written; HomeError where it is none."""

    def __init__(self, path: Path) -> None:
        refusal = HomeError(f"{path}: 不是此版本能恢复的平台备份 / is no backup of the platform that this version can restore")
        try:
            self._place = _place(path, tar=path.is_file(), writing=False)
        except (OSError, tarfile.TarError) as wrong:
            raise refusal from wrong
        try:
            with self._place.open(MANIFEST) as stream:
                self.manifest: dict[str, Any] = json.loads(stream.read(_LARGEST_MANIFEST))
            known = self.manifest["format"] == FORMAT and all(
                _NAME.fullmatch(name) and isinstance(told["size"], int) for name, told in self.manifest["files"].items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, tarfile.TarError, HomeError) as wrong:
            self._place.close()
            raise refusal from wrong
        if not known:
            self._place.close()
            raise refusal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._place.close()

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in `home`, `database` or `store`, in order."""
        return sorted(name for name in self.manifest["files"] if name.startswith(f"{folder}/"))

    def copy(self, name: str, target: Path) -> None:
        """Write a file to a new place of its own; HomeError, and no file, when it is not what the manifest says."""
        target.touch(PRIVATE_FILE, exist_ok=False)
        with ExitStack() as failed:
            failed.callback(target.unlink)
            with self.open(name) as stream, target.open("wb") as file:
                for chunk in self._checked(name, stream):
                    file.write(chunk)
            failed.pop_all()

    def check(self, name: str) -> None:
        """Read a file through; HomeError when it is not what the manifest says."""
        with self.open(name) as stream:
            for _ in self._checked(name, stream):
                pass

    def open(self, name: str) -> IO[bytes]:
        """Return a stream of a file, unchecked; HomeError when it is missing, or a link, a pipe, a device."""
        try:
            return self._place.open(name)
        except FileNotFoundError as wrong:
            raise HomeError(f"{name}: 备份中缺少此文件 / is missing in the backup") from wrong

    def _checked(self, name: str, stream: IO[bytes]) -> Iterator[bytes]:
        hashing, size = Hashing(stream), self.manifest["files"][name]["size"]
        while chunk := hashing.read(_CHUNK):
            if hashing.size > size:
                break
            yield chunk
        if hashing.told != self.manifest["files"][name]:
            raise HomeError(f"{name}: 哈希不符，备份已损坏 / its hash differs, the backup is damaged")
