"""A gunicorn worker that gives a request a thread from when all of it has come to when its answer is made: no slow peer holds one.

One loop reads from all connections at once: the head within a time, the content at a least rate, into memory or a file without a name.
What ends early is never handed on. The loop also sends what a peer did not take of its answer at once, at the same rate.
It rests on gunicorn's threaded worker of the major version that `pyproject.toml` names.
"""

from __future__ import annotations

import math
import selectors
import shutil
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from errno import EMFILE, ENFILE, ENOBUFS, ENOMEM
from functools import partial
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Never

from gunicorn import util
from gunicorn.http.body import LengthReader
from gunicorn.http.errors import NoMoreData
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from mingcha.platform.operate.outbox import Outbox

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gunicorn.http.message import Request

_END = b"\r\n\r\n"
_AT_ONCE, _OF_HEAD, _IN_MEMORY = 256 * 1024, 16 * 1024, 64 * 1024
_EXHAUSTED = {EMFILE, ENFILE, ENOBUFS, ENOMEM}
_LOOK_EVERY = 0.5


@dataclass(frozen=True)
class Limits:
    """What a sender may take of time and room."""

    head_seconds: float = 10.0
    head_bytes: int = 64 * 1024
    # Content that comes, or an answer that goes, slower than so much in so long, 4 KiB a second, is given up.
    window_seconds: float = 30.0
    window_bytes: int = 120 * 1024
    # After an answer that closes the connection, what still comes is read for so long: a reset would destroy the answer.
    farewell_seconds: float = 2.0
    # Nobody is asked who sends so little.
    unasked_bytes: int = 1024**2
    # What senders that nobody knows may have under way in all, and what is to stay free on the disk.
    strangers_bytes: int = 1024**3
    spare_bytes: int = 1024**3


class Sender(NamedTuple):
    """Whether the sender is known, and how long the content may be."""

    known: bool
    most: int


class Phase(IntEnum):
    """What a connection is watched for; where room is short, the first of these go first."""

    FAREWELL = 0
    HEAD = 1
    CONTENT = 2
    ANSWER = 3


class Unread:
    """Content that was not taken in: reading it fails, lest it be taken for none."""

    def read(self, *_: Any) -> Never:
        """Raise OSError."""
        raise OSError("this content was not taken in")

    readline = read

    def close(self) -> None:
        """Do nothing."""


@dataclass(eq=False)
class Peer:
    """A connection that is read from or written to, and what has come of a request."""

    conn: TConn
    phase: Phase
    due: float
    head: bytearray = field(default_factory=bytearray)
    searched: int = 0
    request: Request = None
    rest: bytes = b""
    content: IO[bytes] | Unread | None = None
    outbox: Outbox | None = None
    left: int = 0
    came: int = 0
    before: int = 0
    counted: int = 0
    known: bool = False
    waits: bool = False

    def moved(self) -> int:
        """Return how many bytes of the content came, or of the answer arrived."""
        if self.phase is Phase.ANSWER and self.outbox is not None:
            return self.outbox.taken()
        return self.came if self.phase is Phase.CONTENT else 0

    def is_idle(self) -> bool:
        """Return whether a request is awaited of which nothing has come."""
        return self.phase is Phase.HEAD and not self.head


class Received:
    """Stands where gunicorn has its parser: gives the one request that has come, and keeps what was sent after it."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.unreader = Unreader()
        self.unreader.unread(peer.rest)

    def __next__(self) -> Request:
        return self.peer.request

    def finish_body(self, deadline: float) -> bool:  # noqa: ARG002 - gunicorn's
        """Return that nothing of the content is left on the connection."""
        return True


class Receiver(ThreadWorker):
    """The worker. What it asks about senders, and where content waits, is for a subclass to say."""

    limits = Limits()
    folder: str | None = None

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._peers: dict[Peer, None] = {}
        self._space = memoryview(bytearray(_AT_ONCE))
        self._strangers = 0
        self._looked = 0.0

    def sender(self, request: Request) -> Sender:
        """Return who sends a long content; runs in a thread."""
        raise NotImplementedError

    # What gunicorn's loop calls.

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection; where there are as many as may be, another one goes."""
        if self.nr_conns >= self.worker_connections - 1:
            self._make_room()
        try:
            super().accept(listener)
        except OSError as wrong:
            if wrong.errno not in _EXHAUSTED:
                raise
            self._make_room()

    def enqueue_req(self, conn: TConn) -> None:
        """Begin to read a request from the connection."""
        conn.sock.settimeout(0)
        peer = Peer(conn, Phase.HEAD, time.monotonic() + self.limits.head_seconds)
        if conn.parser is not None:
            peer.head += conn.parser.unreader.take_buffered()
        self._watch(peer)
        if peer.head:
            self._look_at_head(peer)

    def handle(self, conn: TConn) -> bool:
        """Answer a request; runs in a thread, and waits for the site alone."""
        sock, peer = conn.sock, conn.parser.peer
        conn.sock = peer.outbox = Outbox(sock, self.folder)
        try:
            return bool(super().handle(conn))
        finally:
            conn.sock = sock

    def finish_request(self, conn: TConn, done: Future[bool]) -> None:
        """Send what is left of the answer."""
        peer = conn.parser.peer
        self._release(peer)
        if peer.outbox is None or not peer.outbox.waits():
            self._go_on(peer, done)
            return
        peer.phase, peer.due = Phase.ANSWER, time.monotonic() + self.limits.window_seconds
        peer.before = peer.moved()
        self._peers[peer] = None
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._send, peer, done))

    def murder_pending(self) -> None:
        """Give up what took too long."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        for peer in [peer for peer in self._peers if peer.due <= now or (peer.is_idle() and not self.alive)]:
            if (moved := peer.moved()) - peer.before >= self.limits.window_bytes:
                peer.before, peer.due = moved, now + self.limits.window_seconds
            elif peer.phase in {Phase.HEAD, Phase.CONTENT} and peer.head:
                self._refuse(peer, 408, "Request Timeout")
            else:
                self._drop(peer)

    # One connection.

    def _watch(self, peer: Peer) -> None:
        self._peers[peer] = None
        self.poller.register(peer.conn.sock, selectors.EVENT_READ, partial(self._read, peer))

    def _unwatch(self, peer: Peer) -> None:
        del self._peers[peer]
        self.poller.unregister(peer.conn.sock)

    def _read(self, peer: Peer, sock: socket.socket) -> None:
        space = self._space[: min(peer.left, _AT_ONCE) if peer.phase is Phase.CONTENT else _OF_HEAD]
        try:
            size = sock.recv_into(space)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            size = 0
        if not size:
            self._drop(peer)
        elif peer.phase is Phase.HEAD:
            peer.head += space[:size]
            self._look_at_head(peer)
        elif peer.phase is Phase.CONTENT:
            self._keep(peer, space[:size])

    def _look_at_head(self, peer: Peer) -> None:
        if peer.head.find(_END, peer.searched) < 0:
            peer.searched = max(0, len(peer.head) - len(_END) + 1)
            if len(peer.head) > self.limits.head_bytes:
                self._refuse(peer, 431, "Request Header Fields Too Large")
            return
        parser = RequestParser(self.cfg, (), peer.conn.client)
        parser.unreader.unread(bytes(peer.head))
        try:
            peer.request = next(parser)
        except (NoMoreData, StopIteration):
            self._drop(peer)
        except Exception as wrong:  # noqa: BLE001 - gunicorn's own answer to what is no request
            self.handle_error(None, peer.conn.sock, peer.conn.client, wrong)
            self._turn_away(peer)
        else:
            peer.rest = parser.unreader.take_buffered()
            self._look_at_length(peer)

    def _look_at_length(self, peer: Peer) -> None:
        reader = peer.request.body.reader
        if not isinstance(reader, LengthReader):
            self._refuse(peer, 411, "Length Required")
            return
        peer.left = reader.length
        # Whoever waits for word to go on gets it below; gunicorn would give it when all has come.
        peer.waits, peer.request._expected_100_continue = peer.request._expected_100_continue, False  # noqa: SLF001 - gunicorn's
        if peer.left <= self.limits.unasked_bytes:
            self._begin(peer)
            return
        self._unwatch(peer)
        asked = self.tpool.submit(self.sender, peer.request)
        asked.add_done_callback(lambda done: self.method_queue.defer(self._learn, peer, done))

    def _learn(self, peer: Peer, asked: Future[Sender]) -> None:
        wrong = None if asked.cancelled() else asked.exception()
        if wrong is not None:
            self.log.error("Cannot tell who sends", exc_info=wrong)
        known, most = (False, 0) if asked.cancelled() or wrong else asked.result()
        peer.known = known
        self._watch(peer)
        if peer.left > most:
            peer.content = Unread()
            peer.request.force_close()
            self._hand_on(peer)
        elif not self._has_room():
            self._refuse(peer, 507, "Insufficient Storage")
        else:
            self._begin(peer)

    def _has_room(self) -> bool:
        """Return whether all that is under way fits on the disk."""
        with suppress(OSError):
            free = shutil.disk_usage(self.folder or gettempdir()).free
            return free >= sum(peer.left for peer in self._peers) + self.limits.spare_bytes
        return False

    def _begin(self, peer: Peer) -> None:
        """Begin to take in the content."""
        rest, peer.rest = peer.rest[: peer.left], peer.rest[peer.left :]
        if peer.waits:
            with suppress(OSError):
                peer.conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        peer.phase, peer.due = Phase.CONTENT, time.monotonic() + self.limits.window_seconds
        peer.content = SpooledTemporaryFile(_IN_MEMORY, dir=self.folder)  # noqa: SIM115 - closed after the answer
        self._keep(peer, memoryview(rest))

    def _keep(self, peer: Peer, data: memoryview) -> None:
        peer.left -= len(data)
        peer.came += len(data)
        if not peer.known:
            peer.counted += len(data)
            self._strangers += len(data)
        try:
            peer.content.write(data)  # type: ignore[union-attr] # begun
            if not peer.left:
                peer.content.seek(0)  # type: ignore[union-attr] # begun
        except OSError:
            self._refuse(peer, 507, "Insufficient Storage")
            return
        if not peer.left:
            self._hand_on(peer)
        elif not peer.known and self._strangers > self.limits.strangers_bytes:
            self._drop(max((each for each in self._peers if not each.known), key=lambda each: each.counted))

    def _hand_on(self, peer: Peer) -> None:
        """Give the request a thread."""
        self._unwatch(peer)
        peer.request.body = peer.content
        peer.conn.parser, peer.conn.initialized = Received(peer), True
        super().enqueue_req(peer.conn)

    def _send(self, peer: Peer, done: Future[bool], sock: socket.socket) -> None:  # noqa: ARG002 - the poller's
        try:
            peer.outbox.go_on()  # type: ignore[union-attr] # there is one
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._drop(peer)
            return
        if not peer.outbox.waits():  # type: ignore[union-attr] # there is one
            self._unwatch(peer)
            self._go_on(peer, done)

    def _go_on(self, peer: Peer, done: Future[bool]) -> None:
        """Go on after the answer: with the next request, or with the end."""
        if peer.outbox is not None:
            peer.outbox.close()
        if not done.cancelled() and done.exception() is None and done.result():
            super().finish_request(peer.conn, done)
        else:
            self._part(peer.conn)

    def _refuse(self, peer: Peer, status: int, reason: str) -> None:
        with suppress(OSError):
            util.write_error(peer.conn.sock, status, reason, "")
        self._turn_away(peer)

    def _turn_away(self, peer: Peer) -> None:
        """End the connection after what was answered."""
        self._unwatch(peer)
        self._release(peer)
        self._part(peer.conn)

    def _part(self, conn: TConn) -> None:
        """Say that nothing follows, and read on for a while."""
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
        else:
            self._watch(Peer(conn, Phase.FAREWELL, time.monotonic() + self.limits.farewell_seconds))

    def _drop(self, peer: Peer) -> None:
        self._unwatch(peer)
        self._release(peer)
        if peer.outbox is not None:
            peer.outbox.close()
        self._close(peer.conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def _release(self, peer: Peer) -> None:
        self._strangers -= peer.counted
        peer.counted, peer.due = 0, math.inf
        if peer.content is not None:
            with suppress(OSError):
                peer.content.close()

    def _make_room(self) -> None:
        """Close a connection that waits for a next request, or the first of those that have come the least far."""
        if self.keepalived_conns:
            conn = self.keepalived_conns.popleft()
            self.poller.unregister(conn.sock)
            self._close(conn)
        elif strangers := [peer for peer in self._peers if not peer.known]:
            self._drop(min(strangers, key=lambda peer: peer.phase))
