"""An answer on its way to a peer: what the connection does not take at once waits outside of the thread that made it."""

from __future__ import annotations

import os
import struct
from collections import deque
from contextlib import suppress
from fcntl import ioctl
from tempfile import TemporaryFile
from termios import TIOCOUTQ
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import socket

_AT_ONCE = 256 * 1024


class _Part(NamedTuple):
    """Bytes of an open file: those that were written by the site, or those of a file that it gave."""

    file: IO[bytes]
    start: int
    end: int


class Outbox:
    """Stands where gunicorn has the socket while the site answers; never waits for the peer.

    OSError where the peer is gone, or where there is no room for what waits.
    """

    def __init__(self, sock: socket.socket, folder: str | None) -> None:
        self._sock, self._folder = sock, folder
        self._parts: deque[_Part] = deque()
        self._spool: IO[bytes] | None = None
        self._sent = 0

    def gettimeout(self) -> float:
        """Return 0: nothing here blocks."""
        return 0.0

    def setblocking(self, _: bool, /) -> None:  # noqa: FBT001 - gunicorn's
        """Leave the socket as it is."""

    def sendall(self, data: bytes) -> None:
        """Send what goes at once, and keep the rest."""
        left = memoryview(data)
        if not self._parts:
            with suppress(BlockingIOError, InterruptedError):
                while left:
                    size = self._sock.send(left)
                    self._sent += size
                    left = left[size:]
        if left:
            self._keep(left)

    def sendfile(self, file: IO[bytes], offset: int, count: int) -> None:
        """Send a part of a file, which may be closed afterwards."""
        self._parts.append(_Part(os.fdopen(os.dup(file.fileno()), "rb", buffering=0), offset, offset + count))
        with suppress(BlockingIOError, InterruptedError):
            while self.waits():
                self.go_on()

    def waits(self) -> bool:
        """Return whether something is left to send."""
        return bool(self._parts)

    def taken(self) -> int:
        """Return how many bytes have arrived: what the system still holds is not counted."""
        (held,) = struct.unpack("i", ioctl(self._sock.fileno(), TIOCOUTQ, bytes(4)))
        return self._sent - int(held)

    def go_on(self) -> None:
        """Send some of what waits. BlockingIOError when the system takes none."""
        file, start, end = self._parts[0]
        size = os.sendfile(self._sock.fileno(), file.fileno(), start, min(end - start, _AT_ONCE))
        if not size:
            raise OSError("the file is shorter than was told")
        self._sent += size
        if start + size < end:
            self._parts[0] = _Part(file, start + size, end)
        else:
            self._parts.popleft()
            if file is not self._spool:
                file.close()

    def close(self) -> None:
        """Give up what waits."""
        for file in {self._spool, *(part.file for part in self._parts)}:
            if file is not None:
                file.close()
        self._parts.clear()

    def _keep(self, data: memoryview) -> None:
        if self._spool is None:
            self._spool = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the answer
        start = self._spool.seek(0, os.SEEK_END)
        self._spool.write(data)
        self._spool.flush()
        if self._parts and self._parts[-1].file is self._spool:
            start = self._parts.pop().start
        self._parts.append(_Part(self._spool, start, self._spool.tell()))
