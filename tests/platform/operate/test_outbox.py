"""What a peer does not take at once waits, in order, and is let go."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.operate.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

Pair = tuple[Outbox, socket.socket]
LONG = os.urandom(1 << 20) * 12


@pytest.fixture
def pair() -> Iterator[Pair]:
    with socket.create_server(("127.0.0.1", 0)) as server, closing(socket.socket()) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.connect(server.getsockname())
        ours, _ = server.accept()
        with ours:
            ours.setblocking(False)
            with closing(Outbox(ours, None)) as outbox:
                yield outbox, peer


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def take(outbox: Outbox, peer: socket.socket, size: int) -> bytes:
    came = bytearray()
    while len(came) < size:
        came += peer.recv(1 << 16)
        while outbox.waits():
            try:
                outbox.go_on()
            except BlockingIOError:
                break
    return bytes(came)


def test_what_fits_is_sent_at_once(pair: Pair) -> None:
    outbox, peer = pair
    outbox.sendall(b"abc")
    outbox.sendall(b"")
    assert not outbox.waits()
    assert peer.recv(10) == b"abc"
    assert outbox.taken() == 3


def test_the_rest_waits_and_goes_in_the_order_in_which_it_was_given(pair: Pair) -> None:
    outbox, peer = pair
    with tempfile.TemporaryFile() as file:
        file.write(LONG)
        file.flush()
        outbox.sendall(LONG)
        outbox.sendall(b"then ")
        outbox.sendfile(file, 10, 1000)
        outbox.sendall(b" and ")
        outbox.sendfile(file, 0, len(LONG))
        outbox.sendall(b"the end")
    whole = LONG + b"then " + LONG[10:1010] + b" and " + LONG + b"the end"
    assert outbox.waits()
    assert outbox.taken() < len(LONG)
    assert take(outbox, peer, len(whole)) == whole
    assert (outbox.waits(), outbox.taken()) == (False, len(whole))


def test_what_arrived_is_told_apart_from_what_the_system_holds(pair: Pair) -> None:
    outbox, peer = pair
    outbox.sendall(LONG)
    before = outbox.taken()
    take(outbox, peer, 100_000)
    assert before < before + 50_000 < outbox.taken() < before + 400_000


def test_a_file_that_ends_early_is_an_error(pair: Pair) -> None:
    outbox, _ = pair
    with tempfile.TemporaryFile() as file, pytest.raises(OSError, match="shorter"):
        outbox.sendfile(file, 0, 1)


def test_what_waits_is_given_up_with_its_files(pair: Pair) -> None:
    before = open_files()
    outbox, _ = pair
    with tempfile.TemporaryFile() as file:
        file.write(LONG)
        outbox.sendall(LONG)
        outbox.sendfile(file, 0, len(LONG))
    assert open_files() == before + 2
    outbox.close()
    assert (outbox.waits(), open_files()) == (False, before)
    outbox.close()


def test_a_peer_that_is_gone_is_an_error(pair: Pair) -> None:
    outbox, peer = pair
    peer.close()
    outbox.sendall(b"x")
    time.sleep(0.1)
    with pytest.raises(OSError, match=r"[Pp]ipe|reset"):
        outbox.sendall(b"x")
