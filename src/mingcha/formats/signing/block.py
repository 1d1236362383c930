"""The APK Signing Block between the last zip entry and the central directory.

Format: https://source.android.com/docs/security/features/apksigning/v2#apk-signing-block, and AOSP
tools/apksig ApkUtilsLite.findApkSigningBlock and ApkSigningBlockUtilsLite.findApkSignatureSchemeBlock.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from mingcha.formats.signing.reader import MalformedError, Reader
from mingcha.formats.signing.result import Block

V2 = 0x7109871A
V3 = 0xF05368C0
V31 = 0x1B93AD61

_WALLE = 0x71777777
_VASDOLLY = 0x881155FF

# Sources: AOSP for schemes, padding and stamps; Android Gradle plugin; Google Play; Meituan Walle; Tencent VasDolly.
NAMES = {
    V2: "apk-signature-v2",
    V3: "apk-signature-v3",
    V31: "apk-signature-v3.1",
    0x42726577: "padding",
    0x2B09189E: "source-stamp-v1",
    0x6DFF800D: "source-stamp-v2",
    0x504B4453: "dependency-info",
    0x2146444E: "google-play",
    _WALLE: "channel-walle",
    _VASDOLLY: "channel-vasdolly",
}

_MAGIC = b"APK Sig Block 42"
_FOOTER = 24
_EOCD_SIZE = 22
_INT_MAX = 0x7FFFFFFF
_LONGEST_VALUE = 4096
_MOST_PAIRS = 1024
_ID_SIZE = 4


class SigningBlock(NamedTuple):
    """Where the signing block lies, and its pairs up to the first broken one; views share the package's memory."""

    offset: int
    pairs: tuple[tuple[int, memoryview], ...]

    def find(self, block_id: int) -> memoryview | None:
        """Return the value of the first pair with this id, as the platform does."""
        return next((value for found, value in self.pairs if found == block_id), None)

    def listed(self) -> tuple[Block, ...]:
        """Return every pair in file order, with the text of channel blocks."""
        return tuple(Block(i, len(value), NAMES.get(i), _text(i, value)) for i, value in self.pairs)


class Sections(NamedTuple):
    """The three signed parts of a package; `eocd` is a copy that gives the block's offset as the directory's."""

    before: memoryview
    central: memoryview
    eocd: bytes


def find_signing_block(view: memoryview, eocd_offset: int) -> SigningBlock | None:
    """Return the signing block, or None where the platform finds none (then only v1 counts)."""
    central = _central_offset(view, eocd_offset)
    if central is None or central < _FOOTER + 8 or bytes(view[central - 16 : central]) != _MAGIC:
        return None
    size = int.from_bytes(view[central - _FOOTER : central - 16], "little")
    if not _FOOTER <= size <= _INT_MAX - 8:
        return None
    offset = central - size - 8
    if offset < 0 or int.from_bytes(view[offset : offset + 8], "little") != size:
        return None
    return SigningBlock(offset, tuple(_pairs(view[offset + 8 : central - _FOOTER])))


def signed_sections(view: memoryview, eocd_offset: int, block: SigningBlock) -> Sections:
    """Return the parts that v2 and v3 digests cover: all but the block itself."""
    central = int.from_bytes(view[eocd_offset + 16 : eocd_offset + 20], "little")
    eocd = bytearray(view[eocd_offset:])
    eocd[16:20] = block.offset.to_bytes(4, "little")
    return Sections(view[: block.offset], view[central:eocd_offset], bytes(eocd))


def _central_offset(view: memoryview, eocd_offset: int) -> int | None:
    """Return the offset of the central directory when it ends where the end record begins, as the schemes require."""
    if not 0 <= eocd_offset <= len(view) - _EOCD_SIZE:
        return None
    size = int.from_bytes(view[eocd_offset + 12 : eocd_offset + 16], "little")
    offset = int.from_bytes(view[eocd_offset + 16 : eocd_offset + 20], "little")
    return offset if offset + size == eocd_offset else None


def _pairs(view: memoryview) -> list[tuple[int, memoryview]]:
    reader = Reader(view)
    pairs: list[tuple[int, memoryview]] = []
    try:
        while reader.remaining and len(pairs) < _MOST_PAIRS:
            length = reader.u64()
            if not _ID_SIZE <= length <= _INT_MAX:
                break
            pair = Reader(reader.take(length))
            pairs.append((pair.u32(), pair.rest))
    except MalformedError:
        pass  # the platform stops here as well: what precedes can still be found
    return pairs


def _text(block_id: int, value: memoryview) -> str | None:
    """Return the channel that a store or marketing tool wrote into the package."""
    if block_id not in (_WALLE, _VASDOLLY) or len(value) > _LONGEST_VALUE:
        return None
    text = bytes(value).decode("utf-8", "replace").strip("\0\r\n\t ")
    if block_id == _WALLE:
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(content, dict) and isinstance(content.get("channel"), str):
            return str(content["channel"])
    return text
