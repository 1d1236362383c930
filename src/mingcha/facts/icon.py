"""Whether the application's icon can be seen: bounded reading of PNG and WebP files, colours, vectors and adaptive icons of these."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

from mingcha.facts import vector
from mingcha.formats import axml, webp
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import FIRST_COLOR, LAST_INT, REFERENCES, STRING

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet
    from mingcha.formats.apk import Apk
    from mingcha.formats.axml import Element

_MAGIC = b"\x89PNG\r\n\x1a\n"
_RGB, _PALETTE, _GREY_ALPHA, _RGBA = 2, 3, 4, 6
_CHANNELS = {_PALETTE: 1, _GREY_ALPHA: 2, _RGBA: 4}
# Icons are at most 512 pixels wide; a larger picture is not judged.
_MOST_PIXELS = 1024 * 1024
_MOST_BYTES = 4 << 20
_MOST_CHUNKS = 1_000
# An alpha below this share of 255 is not seen on any background.
FAINT = 8
_REFERENCE = re.compile(r"@0x([0-9a-f]{8})")
_FRAMEWORK_TRANSPARENT = 0x0106000D  # android:color/transparent
_DRAWABLE = 0x01010199
_LAYERS = ("background", "foreground", "monochrome")


def collect_icon(facts: FactSet, apk: Apk) -> None:
    """Add a row for the application's icon, unless it is of a kind that is not judged."""
    reference = _REFERENCE.fullmatch(apk.manifest.raw.get("application:icon", "")) if apk.manifest else None
    if reference is None or apk.manifest is None:
        return
    kind, transparent = _judge_resource(apk, int(reference[1], 16), layered=True)
    if transparent is not None:
        facts.add("icon", path=apk.manifest.icon, kind=kind, transparent=transparent)


def _judge_resource(apk: Apk, resource: int, *, layered: bool) -> tuple[str, bool | None]:
    """Return the kind of a drawable and whether it cannot be seen; None where that is not known."""
    if resource == _FRAMEWORK_TRANSPARENT:
        return "color", True
    value = apk.table.value(resource) if apk.table else None
    if value is None or value.type in REFERENCES:
        return "unknown", None
    if value.type == STRING and value.text:
        return _judge_file(apk, value.text, layered=layered)
    return ("color", value.data >> 24 < FAINT) if FIRST_COLOR <= value.type <= LAST_INT else ("unknown", None)


def _judge_file(apk: Apk, path: str, *, layered: bool) -> tuple[str, bool | None]:
    try:
        content = apk.archive.read(path, most=_MOST_BYTES)
    except EntryError:
        return "unknown", None
    if content.startswith(_MAGIC):
        return "png", is_transparent(content)
    if webp.is_webp(content):
        return "webp", is_clear(content)
    try:
        root = axml.parse(content)
    except EntryError:
        return "unknown", None
    if root.tag == "vector":
        return "vector", vector.is_clear(root, apk.table, FAINT)
    return ("adaptive", _judge_layers(apk, root)) if layered and root.tag == "adaptive-icon" else ("unknown", None)


def is_clear(data: bytes) -> bool | None:
    """Return whether no pixel of a WebP file can be seen; None when it is damaged, large or animated. Reading ends at the first."""
    try:
        rows = webp.alphas(data)
        return False if rows is None else all(max(row) < FAINT for row in rows)
    except EntryError:
        return None


def _judge_layers(apk: Apk, root: Element) -> bool | None:
    """Return whether all layers of an adaptive icon are transparent; None where one is not known and no other can be seen."""
    seen = []
    for layer in root.children[: len(_LAYERS)]:
        for attribute in layer.attributes:
            if layer.tag in _LAYERS[:2] and attribute.resource_id == _DRAWABLE:
                value = attribute.value
                if value.type in REFERENCES:
                    seen.append(_judge_resource(apk, value.data, layered=False)[1])
                elif FIRST_COLOR <= value.type <= LAST_INT:
                    seen.append(value.data >> 24 < FAINT)
    if False in seen:
        return False
    return True if seen and None not in seen else None


def is_transparent(data: bytes) -> bool | None:
    """Return whether no pixel of a PNG can be seen (RFC 2083); None when it is damaged, large, interlaced or of 1, 2, 4 or 16 bits.

    Reading ends at the first row with a pixel that can be seen.
    """
    try:
        return _read_png(data)
    except (struct.error, zlib.error, IndexError, ValueError):
        return None


def _read_png(data: bytes) -> bool | None:
    width, height, depth, color, _, _, interlaced = struct.unpack_from(">LLBBBBB", data, 16)
    if data[12:16] != b"IHDR" or depth != 8 or interlaced or width * height > _MOST_PIXELS or not width * height:  # noqa: PLR2004 - bits
        return None
    alphas, pixels = _chunks(data)
    if color not in _CHANNELS or (color == _PALETTE and alphas is None):
        return False if color in (0, _RGB, _PALETTE) and alphas is None else None
    channels = _CHANNELS[color]
    size = width * channels
    raw = zlib.decompressobj().decompress(pixels, (size + 1) * height)
    above = bytearray(size)
    for start in range(0, (size + 1) * height, size + 1):
        row = bytearray(raw[start + 1 : start + 1 + size])
        if len(row) < size:
            return None
        _unfilter(raw[start], row, above, channels)
        values = bytes(row).translate(alphas) if alphas is not None and color == _PALETTE else row[channels - 1 :: channels]
        if max(values) >= FAINT:
            return False
        above = row
    return True


def _chunks(data: bytes) -> tuple[bytes | None, bytes]:
    """Return the alphas of all 256 palette entries, if there are any, and the compressed pixels."""
    alphas, parts, at = None, [], 8
    for _ in range(_MOST_CHUNKS):
        length, kind = struct.unpack_from(">L4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if kind == b"tRNS":
            alphas = (content + b"\xff" * 256)[:256]
        elif kind == b"IDAT":
            parts.append(content)
        elif kind == b"IEND":
            break
        at += 12 + length
    return alphas, b"".join(parts)


def _unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    """Undo a row's filter in place: 0 none, 1 left, 2 above, 3 mean, 4 Paeth."""
    if kind == 0 or (not any(row) and not any(above)):
        return
    for at, value in enumerate(row):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        row[at] = value + (left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind - 1] & 0xFF


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
