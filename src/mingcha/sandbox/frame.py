"""The answer of a child on its pipe: its isolation, a status, a length and that many bytes of JSON. Never pickle.

The child may be in the hands of its package, so nothing here trusts it: lengths are checked before bytes are kept, and
JSON that is too much or too deep is no answer.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from mingcha.sandbox.confinement import WIRE_SIZE, Isolation
from mingcha.sandbox.outcome import Status

_HEADER = struct.Struct("<BQ")
_STATUSES = (Status.OK, Status.UNREADABLE, Status.ERROR, Status.MEMORY, Status.REFUSED)
_START = WIRE_SIZE + _HEADER.size

# A value takes up to a hundred bytes of the parent's memory, in JSON it can be as short as "0,".
_MOST_VALUES = 16_000_000


def header(status: Status, length: int) -> bytes:
    """Return what goes before a payload of that many bytes."""
    return _HEADER.pack(_STATUSES.index(status), length)


def encode(value: Any) -> bytes:
    """Return JSON in ASCII, which keeps lone surrogates; TypeError, ValueError or RecursionError where JSON cannot."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")


class Answer:
    """Collects what a child writes, at most `most` bytes of payload."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = bytearray()

    @property
    def wanted(self) -> int:
        """Bytes that may still come; 0 when the answer is whole, or too large to be taken."""
        if len(self._bytes) < _START:
            return _START - len(self._bytes)
        return 0 if self.too_large else _START + self._length - len(self._bytes)

    @property
    def too_large(self) -> bool:
        """Whether the child announced more than it may."""
        return len(self._bytes) >= _START and self._length > self._most

    @property
    def isolation(self) -> Isolation:
        """What the child said of its confinement, before it looked at the package."""
        return Isolation.from_wire(bytes(self._bytes[:WIRE_SIZE])) if len(self._bytes) >= WIRE_SIZE else Isolation()

    def add(self, data: bytes) -> None:
        """Take bytes off the pipe, no more than `wanted`."""
        self._bytes += data

    def decode(self) -> tuple[Status, Any]:
        """Return the status and the value of a whole answer; ValueError when it is not a valid one."""
        if self.wanted or self.too_large:
            raise ValueError("the answer is not whole")
        place = self._bytes[WIRE_SIZE]
        if place >= len(_STATUSES):
            raise ValueError("the answer has no known status")
        with memoryview(self._bytes) as view:
            payload = bytes(view[_START:])
        if sum(map(payload.count, (b",", b"[", b"{"))) > _MOST_VALUES:
            raise ValueError("the answer has too many values")
        try:
            return _STATUSES[place], json.loads(payload)
        except RecursionError as error:
            raise ValueError("the answer is nested too deeply") from error

    @property
    def _length(self) -> int:
        return int(_HEADER.unpack_from(self._bytes, WIRE_SIZE)[1])
