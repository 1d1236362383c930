from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fsspec", reason="the extra platform is absent")

from mingcha.platform.store import Store, TooLarge

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"one package" * 200_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store((tmp_path / "store").as_uri() if request.param == "file" else f"memory://{tmp_path}/store")


def test_what_is_put_can_be_read_measured_and_verified(store: Store) -> None:
    assert store.put(io.BytesIO(CONTENT)) == SHA256
    assert store.read(SHA256) == CONTENT
    with store.open(SHA256) as stream:
        assert stream.read(11) == b"one package"
    assert (store.exists(SHA256), store.size(SHA256), store.verify(SHA256)) == (True, len(CONTENT), True)
    with store.as_path(SHA256) as path:
        assert path.read_bytes() == CONTENT


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    empty = hashlib.sha256(b"").hexdigest()
    assert list(store.hashes()) == []
    for content in (CONTENT, b"", CONTENT):
        store.put(io.BytesIO(content))
    assert list(store.hashes()) == sorted([SHA256, empty])


def test_what_is_not_there_is_not_found(store: Store) -> None:
    assert (store.exists(SHA256), store.verify(SHA256)) == (False, False)
    for ask in (store.open, store.read, store.size, lambda sha256: store.as_path(sha256).__enter__()):
        with pytest.raises(FileNotFoundError):
            ask(SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", SHA256.upper(), SHA256[:-1], SHA256 + "\n", "", "0" * 63 + "/"])
def test_a_name_that_is_no_digest_never_reaches_the_files(store: Store, name: str) -> None:
    for ask in (store.open, store.exists, store.size, store.verify, store.read):
        with pytest.raises(ValueError, match="not a SHA-256"):
            ask(name)


def test_a_stream_over_the_limit_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="more than 1000 bytes"):
        store.put(io.BytesIO(CONTENT), limit=1000)
    assert list(store.hashes()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert store.put(io.BytesIO(b"x" * 1000), limit=1000) == hashlib.sha256(b"x" * 1000).hexdigest()


def test_altered_bytes_are_seen_and_healed_by_putting_again(tmp_path: Path) -> None:
    store = Store(tmp_path.as_uri())
    store.put(io.BytesIO(CONTENT))
    (place,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert place == tmp_path / SHA256[:2] / SHA256[2:4] / SHA256
    place.write_bytes(b"other")
    assert store.verify(SHA256) is False
    store.put(io.BytesIO(CONTENT))
    assert store.verify(SHA256) is True


class Broken(io.RawIOBase):
    """A stream that ends in an error, as a dropped connection does."""

    def read(self, _size: int = -1) -> bytes:
        raise ConnectionResetError


def test_a_stream_that_breaks_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(Broken())  # type: ignore[arg-type]
    assert list(store.hashes()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


WRITER = """
import io, sys
from mingcha.platform.store import Store
store = Store(sys.argv[1])
for number in range(1_000_000):
    print(store.put(io.BytesIO(b"%d" % number * 20_000)), flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_leaves_every_acknowledged_object_whole_and_no_broken_one(tmp_path: Path) -> None:
    acknowledged = 0
    for kill in range(5):
        folder = tmp_path / str(kill)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen([sys.executable, "-c", WRITER, folder.as_uri()], stdout=subprocess.PIPE, env=environment) as writer:
            writer.stdout.readline()  # type: ignore[union-attr]
            time.sleep(0.05 + kill * 0.037)
            os.kill(writer.pid, signal.SIGKILL)
            told = writer.stdout.read().decode().split()  # type: ignore[union-attr]
        store = Store(folder.as_uri())
        kept = set(store.hashes())
        assert [name for name in kept if not store.verify(name)] == []
        assert {name for name in told if len(name) == 64} <= kept
        acknowledged += len(told)
    assert acknowledged > 5
