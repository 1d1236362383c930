"""The receiver under gunicorn itself: one process with two threads, and peers on sockets."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("gunicorn", reason="the extra platform is absent")

from tests.platform.operate.conftest import environment
from tests.platform.operate.receiving import long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# More than the system takes in for a peer that reads nothing.
LONG = 12_000_000


class Server:
    """gunicorn with the small receiver and the site that tells what came."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def come(self, sent: bytes = b"") -> socket.socket:
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        peer.sendall(sent)
        return peer

    def ask(self, sent: bytes) -> bytes:
        """Return all that is answered until the server closes."""
        with closing(self.come(sent)) as peer:
            return rest(peer)

    def handed(self) -> int:
        """Return how many requests with content the site was given."""
        return int(told(self.ask(get("/count", "Connection: close")))["handed"])

    def seconds(self) -> float:
        """Return how long a page takes."""
        began = time.monotonic()
        assert told(self.ask(get("/", "Connection: close")))["path"] == "/"
        return time.monotonic() - began


@contextmanager
def serving(*options: str, **settings: str) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.set_inheritable(True)
        line = [sys.executable, "-m", "gunicorn", "--no-control-socket", f"--bind=fd://{listener.fileno()}", "--threads=2"]
        line += ["--worker-class=tests.platform.operate.receiving.Small", "--log-level=warning", "--graceful-timeout=20", *options]
        line += ["tests.platform.operate.receiving"]
        process = subprocess.Popen(line, env=environment(**settings), pass_fds=(listener.fileno(),))
        try:
            server = Server(listener.getsockname()[1], process)
            server.seconds()
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def post(path: str, length: int, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", f"Content-Length: {length}", *headers, "", ""]).encode()


def rest(peer: socket.socket) -> bytes:
    """Return what comes until the other side closes, or resets."""
    came = []
    try:
        while more := peer.recv(65536):
            came.append(more)
    except ConnectionResetError:
        pass
    return b"".join(came)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def told(answer: bytes) -> dict[str, Any]:
    assert status(answer) == 200, answer
    return json.loads(answer.partition(b"\r\n\r\n")[2])


def slow(port: int, *sent: bytes) -> socket.socket:
    """Return a peer that takes next to nothing before it reads."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.settimeout(20)
    peer.connect(("127.0.0.1", port))
    peer.sendall(b"".join(sent))
    return peer


@pytest.mark.parametrize("begun", [get("/", "X-Slow: ")[:-4], post("/", 900) + b"x", post("/", 5000) + b"x", b""])
def test_peers_that_drip_hold_nobody_up_and_are_turned_away(server: Server, begun: bytes) -> None:
    with ExitStack() as stack:
        peers = [stack.enter_context(closing(server.come(begun))) for _ in range(50)]
        for _ in range(3):
            assert server.seconds() < 1
            for peer in peers if begun else []:
                peer.send(b"x")
            time.sleep(0.1)
        began = time.monotonic()
        assert {status(rest(peer)) for peer in peers} == ({408} if begun else {0})
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("length", [1, 999, 5000, 70_000, 1_000_000])
def test_content_is_handed_on_as_it_was_sent(server: Server, length: int) -> None:
    sent = long(length)
    head = post("/", length, "Authorization: known", "Connection: close")
    whole = {"path": "/", "told": length, "length": length, "sha256": hashlib.sha256(sent).hexdigest()}
    assert told(server.ask(head + sent)) == whole
    with closing(server.come(head)) as peer:
        for at in range(0, length, length // 7 + 1):
            time.sleep(0.02)
            peer.sendall(sent[at : at + length // 7 + 1])
        assert told(rest(peer)) == whole


def test_steady_content_may_take_longer_than_any_window(server: Server) -> None:
    with closing(server.come(post("/", 14_000, "Connection: close"))) as peer:
        for _ in range(14):
            time.sleep(0.25)
            peer.sendall(b"x" * 1000)
        assert told(rest(peer))["length"] == 14_000


@pytest.mark.parametrize("missing", [1, 400, 4999])
@pytest.mark.parametrize("length", [900, 5000])
def test_content_that_ends_early_is_not_handed_on(server: Server, length: int, missing: int) -> None:
    before = server.handed()
    with closing(server.come(post("/", length) + long(max(length - missing, 0)))) as peer:
        peer.shutdown(socket.SHUT_WR)
        assert rest(peer) == b""
    assert server.handed() == before


def test_a_length_must_be_told(server: Server) -> None:
    before = server.handed()
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    assert status(server.ask(chunked)) == 411
    for both in (b"Content-Length: 3\r\nTransfer-Encoding: chunked", b"Content-Length: 3\r\nContent-Length: 4", b"Content-Length: -3"):
        assert status(server.ask(b"POST / HTTP/1.1\r\nHost: x\r\n" + both + b"\r\n\r\nabcd")) == 400
    assert server.handed() == before


@pytest.mark.parametrize(
    ("sent", "answer"), [(b"nonsense\r\n\r\n", 400), (b"\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nX: " + b"y" * 30_000, 431)]
)
def test_what_is_no_request_is_refused(server: Server, sent: bytes, answer: int) -> None:
    assert status(server.ask(sent)) == answer


def test_what_a_stranger_may_not_send_is_refused_by_the_site_unread(server: Server) -> None:
    assert server.ask(post("/refuse", 20_001)).endswith(b"\r\n\r\nno")
    assert server.ask(post("/", 20_001)) == b""
    assert status(server.ask(post("/refuse", 2000, "Authorization: broken"))) == 413
    assert told(server.ask(post("/", 20_001, "Authorization: known", "Connection: close") + long(20_001)))["length"] == 20_001


def test_who_waits_for_word_to_go_on_gets_it_once_and_only_if_so(server: Server) -> None:
    head = ("Expect: 100-continue", "Connection: close")
    for length in (10, 5000):
        with closing(server.come(post("/", length, *head))) as peer:
            assert peer.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
            peer.sendall(b"x" * length)
            assert told(rest(peer))["length"] == length
    assert server.ask(post("/refuse", 20_001, *head)).startswith(b"HTTP/1.1 413 ")


def test_requests_behind_one_another_are_answered_in_turn(server: Server) -> None:
    sent = post("/1", 3) + b"abc" + get("/2") + post("/3", 5000) + long(5000) + get("/4", "Connection: close")
    answers = server.ask(sent).split(b"HTTP/1.1 200 OK")[1:]
    assert [json.loads(answer.partition(b"\r\n\r\n")[2])["path"] for answer in answers] == ["/1", "/2", "/3", "/4"]


def test_a_connection_is_used_again(server: Server) -> None:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as peer:
        places = set()
        for number in range(3):
            peer.request("GET", f"/{number}")
            assert json.load(peer.getresponse())["path"] == f"/{number}"
            places.add(peer.sock.getsockname())
            time.sleep(0.2)
        assert len(places) == 1


def test_who_does_not_close_after_the_answer_holds_nobody_up(server: Server) -> None:
    with ExitStack() as stack:
        peers = [stack.enter_context(closing(server.come(b"GET / HTTP/1.0\r\n\r\n"))) for _ in range(20)]
        assert all(peer.recv(65536) for peer in peers)
        assert server.seconds() < 1


@pytest.mark.parametrize("kind", ["written", "file"])
def test_peers_that_do_not_read_hold_nobody_up_and_are_turned_away(server: Server, kind: str) -> None:
    asked = get(f"/{kind}/{LONG}")
    with ExitStack() as stack:
        peers = [stack.enter_context(closing(slow(server.port, asked, asked))) for _ in range(10)]
        time.sleep(0.3)
        assert server.seconds() < 1
        time.sleep(2.5)
        assert server.seconds() < 1
        assert all(len(rest(peer)) < LONG for peer in peers)


@pytest.mark.parametrize("kind", ["written", "file"])
def test_a_peer_that_reads_steadily_gets_all_however_long_it_takes(server: Server, kind: str) -> None:
    with closing(slow(server.port, get(f"/{kind}/{LONG}", "Connection: close"))) as peer:
        came = []
        for _ in range(12):
            came.append(peer.recv(400_000))
            time.sleep(0.25)
        came.append(rest(peer))
    assert b"".join(came).partition(b"\r\n\r\n")[2] == long(LONG)


@pytest.mark.parametrize("kind", ["written", "file"])
@pytest.mark.parametrize("length", [0, 1, 99_999, 500_000, 20_000_000])
def test_answers_come_whole_and_in_turn(server: Server, kind: str, length: int) -> None:
    asked = f"/{kind}/{length}"
    came = server.ask(get(asked) + get("/then") + get(asked, "Connection: close"))
    first, between, last = came.split(b"HTTP/1.1 200 OK")[1:]
    assert [part.partition(b"\r\n\r\n")[2] for part in (first, last)] == [long(length)] * 2
    assert json.loads(between.partition(b"\r\n\r\n")[2])["path"] == "/then"


@pytest.mark.parametrize("kind", ["short", "broken"])
def test_an_answer_that_breaks_off_ends_the_connection(server: Server, kind: str) -> None:
    came = server.ask(get(f"/{kind}/{LONG}") + get("/then"))
    assert came.startswith(b"HTTP/1.1 200 OK")
    assert b"/then" not in came
    assert len(came.partition(b"\r\n\r\n")[2]) < LONG
    assert server.seconds() < 1


def test_a_peer_that_goes_amid_its_answer_hurts_nobody(server: Server) -> None:
    for kind in ("written", "file"):
        slow(server.port, get(f"/{kind}/{LONG}")).close()
    time.sleep(0.3)
    assert server.seconds() < 1


def test_an_answer_that_finds_no_room_ends_the_connection(tmp_path: Path) -> None:
    with serving(RECEIVING_FOLDER=str(tmp_path / "absent")) as server, closing(slow(server.port, get(f"/written/{LONG}"))) as peer:
        time.sleep(0.3)
        assert len(rest(peer)) < LONG
        assert server.seconds() < 1


def test_an_answer_under_way_is_sent_when_the_server_stops() -> None:
    with serving() as server, closing(slow(server.port, get(f"/written/{LONG}", "Connection: close"))) as peer:
        time.sleep(0.3)
        os.kill(server.process.pid, signal.SIGTERM)
        time.sleep(0.3)
        assert rest(peer).partition(b"\r\n\r\n")[2] == long(LONG)
        server.process.wait(timeout=10)


def test_of_strangers_who_send_too_much_at_once_the_one_with_the_most_goes() -> None:
    with serving() as server, ExitStack() as stack:
        most = stack.enter_context(closing(server.come(post("/", 20_000) + long(19_000))))
        known = stack.enter_context(closing(server.come(post("/", 50_000, "Authorization: known", "Connection: close") + long(49_999))))
        time.sleep(0.3)
        other = stack.enter_context(closing(server.come(post("/", 15_000, "Connection: close") + long(14_999))))
        assert rest(most) == b""
        other.sendall(b"x")
        known.sendall(b"x")
        assert [told(rest(peer))["length"] for peer in (other, known)] == [15_000, 50_000]


def test_where_connections_are_few_those_go_of_which_the_least_has_come() -> None:
    with serving("--worker-connections=10") as server, ExitStack() as stack:
        begun = stack.enter_context(closing(server.come(post("/", 900, "Connection: close") + long(899))))
        time.sleep(0.2)
        for _ in range(60):
            stack.enter_context(closing(server.come(get("/")[:-2])))
        assert server.seconds() < 1
        begun.sendall(b"x")
        assert told(rest(begun))["length"] == 900


def test_content_that_finds_no_room_is_refused(tmp_path: Path) -> None:
    with serving(RECEIVING_FOLDER=str(tmp_path / "absent")) as server:
        assert status(server.ask(post("/", 5000))) == 507
        assert told(server.ask(post("/", 900, "Connection: close") + long(900)))["length"] == 900


def test_who_has_begun_to_send_may_end_when_the_server_stops() -> None:
    with serving() as server, closing(server.come()), closing(server.come(post("/", 900, "Connection: close") + long(899))) as peer:
        time.sleep(0.3)
        began = time.monotonic()
        os.kill(server.process.pid, signal.SIGTERM)
        time.sleep(0.3)
        peer.sendall(b"x")
        assert told(rest(peer))["length"] == 900
        server.process.wait(timeout=10)
        assert time.monotonic() - began < 5
