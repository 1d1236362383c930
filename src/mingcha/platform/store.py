"""Files kept once, under the SHA-256 of their bytes, at any fsspec address (file://, s3://, memory:// …).

A file is there whole or not at all: on a local disk it is written beside its place, synced and renamed; elsewhere it is
spooled first and sent under its final name in one piece. Only a damaged file is ever replaced.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PREFIX = "incoming-"


class TooLarge(ValueError):  # noqa: N818 - says what happened, as the builtin exceptions do
    """The stream is longer than the limit; nothing was kept of it."""


class Store:
    """A content-addressed store. Objects lie at ab/cd/<sha256> below the address."""

    def __init__(self, url: str, **options: object) -> None:
        """Open the store at an fsspec `url`; `options` go to its file system (keys, endpoints). The folder may be absent."""
        self._files, self._root = fsspec.core.url_to_fs(url, **options)
        self._is_local = isinstance(self._files, LocalFileSystem)

    def put(self, stream: BinaryIO, *, limit: int | None = None) -> str:
        """Keep the bytes of `stream` from where it stands, and return their SHA-256 as 64 lower-case hex digits.

        The file is durable when this returns. Raises TooLarge, keeping nothing, after `limit` bytes.
        """
        if self._is_local:
            return self._put_local(stream, limit)
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
            spooled = Path(folder) / "content"
            with spooled.open("wb") as target:
                sha256 = _copy(stream, target, limit)
            if not self.exists(sha256):
                place = self._place(sha256)
                self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
                self._files.put_file(str(spooled), place)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Return a stream of the object's bytes; FileNotFoundError when it is not there, ValueError when `sha256` is none."""
        return cast("BinaryIO", self._files.open(self._place(sha256), "rb"))

    def read(self, sha256: str) -> bytes:
        """Return the object's bytes as `open` gives them."""
        with self.open(sha256) as stream:
            return stream.read()

    def exists(self, sha256: str) -> bool:
        """Return whether the object is there."""
        return bool(self._files.exists(self._place(sha256)))

    def size(self, sha256: str) -> int:
        """Return the object's length in bytes; FileNotFoundError when it is not there."""
        return int(self._files.size(self._place(sha256)))

    def verify(self, sha256: str) -> bool:
        """Return whether the object is there and its bytes still have this SHA-256. Reads all of it."""
        try:
            with self.open(sha256) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256  # type: ignore[arg-type] # any readable stream does
        except FileNotFoundError:
            return False

    def hashes(self) -> Iterator[str]:
        """Yield the SHA-256 of every object, in order; what is still being written is left out."""
        if self._files.exists(self._root):
            self._files.invalidate_cache()
            names = (path.rpartition("/")[2] for path in self._files.find(self._root))
            yield from sorted(name for name in names if _DIGEST.fullmatch(name))

    @contextmanager
    def as_path(self, sha256: str) -> Iterator[Path]:
        """Give the object as a file on the local disk, for readers that need one; it may be gone afterwards. Never write to it."""
        place = self._place(sha256)
        if self._is_local:
            if not self._files.exists(place):
                raise FileNotFoundError(sha256)
            yield Path(place)
            return
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
            fetched = Path(folder) / sha256
            self._files.get_file(place, str(fetched))
            yield fetched

    def _place(self, sha256: str) -> str:
        if not _DIGEST.fullmatch(sha256):
            raise ValueError("not a SHA-256 of 64 lower-case hex digits")
        return f"{self._root.rstrip('/')}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _put_local(self, stream: BinaryIO, limit: int | None) -> str:
        root = Path(self._root)
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=_PREFIX, delete=False) as target:
            try:
                sha256 = _copy(stream, target, limit)
                target.flush()
                os.fsync(target.fileno())
                place = Path(self._place(sha256))
                for folder in (place.parent.parent, place.parent):
                    if not folder.is_dir():
                        folder.mkdir(exist_ok=True)
                        _sync(folder.parent)
                if not (place.is_file() and self.verify(sha256)):
                    Path(target.name).replace(place)
                    _sync(place.parent)
            finally:
                Path(target.name).unlink(missing_ok=True)
        return sha256


def _copy(stream: BinaryIO, target: IO[bytes], limit: int | None) -> str:
    digest, length = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        length += len(chunk)
        if limit is not None and length > limit:
            raise TooLarge(f"more than {limit} bytes")
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
