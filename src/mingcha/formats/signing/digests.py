"""Content digests of the v2 and v3 schemes, each computed once per package.

Chunked digests: https://source.android.com/docs/security/features/apksigning/v2#integrity-protected-contents. Verity
digest: AOSP tools/apksig VerityTreeBuilder (SHA-256 Merkle tree over 4096-byte pages, salt of eight zero bytes, root
followed by the size).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.formats.signing.block import Sections

CHUNKED_SHA256 = "chunked-sha256"
CHUNKED_SHA512 = "chunked-sha512"
VERITY_SHA256 = "verity-sha256"

_CHUNK = 1 << 20
_PAGE = 4096
_SALT = bytes(8)


class ContentDigests:
    """Digests of one package's signed sections; asking for the same one twice costs nothing."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._known: dict[str, bytes | None] = {}

    def get(self, digest: str) -> bytes | None:
        """Return a digest by its name; None for a verity digest when the signing block is not on a page boundary."""
        if digest not in self._known:
            self._known[digest] = self._verity() if digest == VERITY_SHA256 else self._chunked(digest.removeprefix("chunked-"))
        return self._known[digest]

    def _parts(self) -> tuple[memoryview, memoryview, memoryview]:
        return self._sections.before, self._sections.central, memoryview(self._sections.eocd)

    def _chunked(self, algorithm: str) -> bytes:
        count = 0
        digests = []
        for part in self._parts():
            for start in range(0, len(part), _CHUNK):
                chunk = part[start : start + _CHUNK]
                digest = hashlib.new(algorithm, b"\xa5" + len(chunk).to_bytes(4, "little"))
                digest.update(chunk)
                digests.append(digest.digest())
                count += 1
        return hashlib.new(algorithm, b"\x5a" + count.to_bytes(4, "little") + b"".join(digests)).digest()

    def _verity(self) -> bytes | None:
        before, central, eocd = self._parts()
        if len(before) % _PAGE:
            return None
        salted = hashlib.sha256(_SALT)
        level = _page_digests(salted, before) + _page_digests(salted, memoryview(bytes(central) + eocd))
        while len(level) > _PAGE:
            level = _page_digests(salted, memoryview(level))
        root = _page_digests(salted, memoryview(level))
        return root + (len(before) + len(central) + len(eocd)).to_bytes(8, "little")


def _page_digests(salted: hashlib._Hash, part: memoryview) -> bytes:
    """Return the digests of all pages, the last one filled up with zeros."""
    digests = []
    for start in range(0, len(part), _PAGE):
        page = part[start : start + _PAGE]
        digest = salted.copy()
        digest.update(page)
        if len(page) < _PAGE:
            digest.update(bytes(_PAGE - len(page)))
        digests.append(digest.digest())
    return b"".join(digests)
