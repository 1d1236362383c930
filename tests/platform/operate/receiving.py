"""A site that tells what it was handed, and a receiver whose limits a test can wait for."""

from __future__ import annotations

import hashlib
import json
import os
import time
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from mingcha.platform.operate.receive import Limits, Receiver, Sender

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from gunicorn.http.message import Request

handed = 0


class Small(Receiver):
    limits = Limits(
        head_seconds=1.0,
        head_bytes=20_000,
        window_seconds=1.0,
        window_bytes=2000,
        farewell_seconds=1.0,
        unasked_bytes=1000,
        strangers_bytes=30_000,
        spare_bytes=0,
    )
    folder = os.environ.get("RECEIVING_FOLDER")

    def sender(self, request: Request) -> Sender:
        asked = dict(request.headers).get("AUTHORIZATION")
        if asked == "broken":
            raise ValueError
        return Sender(known=True, most=10**7) if asked == "known" else Sender(known=False, most=20_000)


def long(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(size % 251)


def pieces(size: int, kind: str) -> Iterator[bytes]:
    said = long(size)
    for at in range(0, size, 100_000):
        if kind == "broken" and at + 100_000 >= size:
            raise ValueError
        yield said[at : at + 100_000]


def stored(size: int, kind: str) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - gunicorn closes it
    file.write(long(size)[kind == "short" :])
    file.seek(0)
    return file


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer what came; /refuse reads nothing, /count tells how often there was content, /wait/ takes a while.

    /written/ answers that many bytes in pieces, /file/ from a file, /short/ from one that has a byte less, /broken/ stops before the last.
    """
    global handed  # noqa: PLW0603 - counted in one process
    path, length = environ["PATH_INFO"], int(environ.get("CONTENT_LENGTH") or 0)
    handed += bool(length)
    if path.startswith("/wait/"):
        time.sleep(float(path.removeprefix("/wait/")))
    if path == "/refuse":
        start_response("413 Too Large", [("Content-Length", "2")])
        return [b"no"]
    kind, _, size = path[1:].partition("/")
    if kind in {"written", "file", "short", "broken"}:
        start_response("200 OK", [("Content-Length", size)])
        return pieces(int(size), kind) if kind in {"written", "broken"} else environ["wsgi.file_wrapper"](stored(int(size), kind))
    content = environ["wsgi.input"].read(length) if length else b""
    told = {"path": path, "told": length, "length": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    said = json.dumps({"handed": handed} if path == "/count" else told).encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
