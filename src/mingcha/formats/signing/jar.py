"""MANIFEST.MF and *.SF files, split as AOSP tools/apksig ManifestParser does (spaces may stand where JAR has none)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

# A section is a run of non-empty lines with the empty line that ends it.
_SECTION = re.compile(rb"(?:[^\r\n]+(?:\r\n|\r|\n|\Z))+(?:\r\n|\r|\n|\Z)")
_CONTINUATION = re.compile(rb"(?:\r\n|\r|\n) ")
_NEWLINE = re.compile(rb"\r\n|\r|\n")

# Digests from Android 4.3 on, strongest first; before, Digest-Algorithms or SHA-1 decides.
_NEWER = ("SHA-512", "SHA-384", "SHA-256", "SHA-1")
_JB_MR2 = 18
_CANONICAL = {"MD5": "MD5", "SHA": "SHA-1", "SHA1": "SHA-1"} | {name: name for name in _NEWER}
# First platform that knows the digest in manifest files.
_DIGEST_SINCE = {"MD5": 0, "SHA-1": 0, "SHA-256": 0, "SHA-384": 9, "SHA-512": 9}


# Lines of a file: about three for every entry that an archive may have; line ends have up to two characters.
_MOST_LINES = 700_000


class BadDigestError(ValueError):
    """A digest is not valid Base64."""


class Section(NamedTuple):
    """One section, bytes `start` to `end`; `name` is its Name if that comes first; keys are in lower case."""

    start: int
    end: int
    name: str | None
    attributes: dict[str, str]

    def get(self, name: str) -> str | None:
        """Return the first attribute of this name, in any case of letters."""
        return self.attributes.get(name.lower())


def read_sections(data: bytes) -> list[Section]:
    """Return all sections of a manifest or signature file, none when it has too many lines; the first is the main one."""
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        return []
    return [_section(match) for match in _SECTION.finditer(data)]


def _section(match: re.Match[bytes]) -> Section:
    text = _CONTINUATION.sub(b"", match.group())
    attributes: dict[str, str] = {}
    name = None
    for number, line in enumerate(_NEWLINE.split(text)):
        if not line:
            continue
        key, _, value = line.partition(b": ")
        word = key.decode("utf-8", "replace").lower()
        attributes.setdefault(word, value.decode("utf-8", "replace"))
        if number == 0 and word == "name":
            name = attributes[word]
    return Section(match.start(), match.end(), name, attributes)


def expected_digests(section: Section, suffix: str, min_sdk: int) -> list[tuple[str, bytes]]:
    """Return the (algorithm, digest) pairs that platforms from `min_sdk` on compare; BadDigestError for bad Base64."""
    found: list[tuple[str, bytes]] = []
    if min_sdk < _JB_MR2:
        for word in (section.get("Digest-Algorithms") or "SHA SHA1").split():
            value = section.get(word + suffix)
            algorithm = _CANONICAL.get(word.upper())
            if value is not None and algorithm and _DIGEST_SINCE[algorithm] <= min_sdk:
                found.append((algorithm, _decode(value)))
                break
        if not found:
            return found
    for algorithm in _NEWER:
        value = section.get(("SHA1" if algorithm == "SHA-1" else algorithm) + suffix)
        if value is not None:
            pair = (algorithm, _decode(value))
            if pair not in found:
                found.append(pair)
            break
    return found


def _decode(value: str) -> bytes:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadDigestError(value) from error
