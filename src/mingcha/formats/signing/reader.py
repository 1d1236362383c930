"""Bounded reading of the little-endian, length-prefixed records that the APK Signing Block is made of."""

from __future__ import annotations


class MalformedError(ValueError):
    """A record is shorter than its length says."""


class Reader:
    """Reads forward over a view; every method raises MalformedError instead of reading past the end."""

    __slots__ = ("_at", "_end", "_view")

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0
        self._end = len(view)

    @property
    def remaining(self) -> int:
        """Return the number of bytes left."""
        return self._end - self._at

    @property
    def rest(self) -> memoryview:
        """Return what is left, without moving."""
        return self._view[self._at :]

    def take(self, count: int) -> memoryview:
        """Return the next `count` bytes."""
        if not 0 <= count <= self.remaining:
            raise MalformedError
        start = self._at
        self._at += count
        return self._view[start : self._at]

    def u32(self) -> int:
        """Return an unsigned 32-bit number."""
        return int.from_bytes(self.take(4), "little")

    def i32(self) -> int:
        """Return a signed 32-bit number."""
        return int.from_bytes(self.take(4), "little", signed=True)

    def u64(self) -> int:
        """Return an unsigned 64-bit number."""
        return int.from_bytes(self.take(8), "little")

    def field(self) -> memoryview:
        """Return the bytes of a field that its 32-bit length precedes."""
        return self.take(self.u32())

    def record(self) -> Reader:
        """Return a reader over a field that its 32-bit length precedes."""
        return Reader(self.field())
