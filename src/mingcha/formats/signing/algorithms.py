"""The signature algorithms of the APK Signing Block and the platform's choice among them.

Ids: https://source.android.com/docs/security/features/apksigning/v2#signature-algorithm-ids, and AOSP tools/apksig
SignatureAlgorithm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.signing.digests import CHUNKED_SHA256, CHUNKED_SHA512, VERITY_SHA256

if TYPE_CHECKING:
    from collections.abc import Iterable

# First platforms to read v2 and v3, and the open end of a platform range.
N = 24
P = 28
MAX_SDK = 0x7FFFFFFF


class Algorithm(NamedTuple):
    """A signature algorithm of the signing block; `since` is the first platform that knows it."""

    id: int
    family: str
    hash: str
    digest: str
    since: int
    pss: bool = False

    @property
    def name(self) -> str:
        """Return a name such as RSA-PSS/SHA-256."""
        return f"{self.family}{'-PSS' if self.pss else ''}/{self.hash}"


ALGORITHMS = {
    a.id: a
    for a in (
        Algorithm(0x0101, "RSA", "SHA-256", CHUNKED_SHA256, N, pss=True),
        Algorithm(0x0102, "RSA", "SHA-512", CHUNKED_SHA512, N, pss=True),
        Algorithm(0x0103, "RSA", "SHA-256", CHUNKED_SHA256, N),
        Algorithm(0x0104, "RSA", "SHA-512", CHUNKED_SHA512, N),
        Algorithm(0x0201, "ECDSA", "SHA-256", CHUNKED_SHA256, N),
        Algorithm(0x0202, "ECDSA", "SHA-512", CHUNKED_SHA512, N),
        Algorithm(0x0301, "DSA", "SHA-256", CHUNKED_SHA256, N),
        Algorithm(0x0421, "RSA", "SHA-256", VERITY_SHA256, P),
        Algorithm(0x0423, "ECDSA", "SHA-256", VERITY_SHA256, P),
        Algorithm(0x0425, "DSA", "SHA-256", VERITY_SHA256, P),
    )
}

# From weak to strong, as the platform prefers them.
_STRENGTH = (CHUNKED_SHA256, VERITY_SHA256, CHUNKED_SHA512)


def strength(algorithm: Algorithm) -> int:
    """Return a number that is larger for the algorithm the platform prefers."""
    return _STRENGTH.index(algorithm.digest)


def choose(signatures: Iterable[tuple[Algorithm, bytes]], min_sdk: int, max_sdk: int) -> list[tuple[Algorithm, bytes]]:
    """Return the strongest signature for each platform that brought new algorithms; none if the oldest has none."""
    best: dict[int, tuple[Algorithm, bytes]] = {}
    for algorithm, signature in signatures:
        if algorithm.since > max_sdk:
            continue
        current = best.get(algorithm.since)
        if current is None or strength(algorithm) > strength(current[0]):
            best[algorithm.since] = (algorithm, signature)
    if not best or min_sdk < min(best):
        return []
    return sorted(best.values(), key=lambda pair: pair[0].id)
