"""Icons: what can be seen, what cannot, and what is not judged."""

from __future__ import annotations

import struct
import zlib

import pytest
from tests.facts.conducts import PAIRS
from tests.formats.webps import extended, lossless, plain, webp
from tests.smali import assemble

from mingcha.facts.collect import collect
from mingcha.facts.icon import is_clear, is_transparent


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def png(rows: list[bytes], width: int, color: int = 6, depth: int = 8, extra: bytes = b"", interlaced: int = 0) -> bytes:
    """Return a picture of filtered rows (the filter's number, then the bytes)."""
    head = struct.pack(">LLBBBBB", width, len(rows), depth, color, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")


CLEAR, FAINT, SEEN = b"\xff\xff\xff\x00", b"\0\0\0\x07", b"\0\0\0\x08"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png([b"\0" + CLEAR * 2] * 2, 2), True),
        (png([b"\0" + CLEAR * 2, b"\0" + CLEAR + FAINT], 2), True),
        (png([b"\0" + CLEAR * 2, b"\0" + CLEAR + SEEN], 2), False),
        (png([b"\1\0\0\0\x05\0\0\0\x05"], 2), False),  # left: 5, then 5 + 5
        (png([b"\0" + FAINT, b"\2\0\0\0\x01"], 1), False),  # above: 7 + 1
        (png([b"\0" + FAINT, b"\3\0\0\0\x05"], 1), False),  # mean: 7 // 2 + 5
        (png([b"\0" + FAINT, b"\4\0\0\0\x01"], 1), False),  # Paeth: 7 + 1
        (png([b"\0" + FAINT, b"\4\0\0\0\xf9"], 1), True),  # Paeth: 7 - 7
        (png([b"\0\0\1"], 2, color=3, extra=chunk(b"tRNS", b"\0\0")), True),
        (png([b"\0\0\2"], 2, color=3, extra=chunk(b"tRNS", b"\0\0")), False),
        (png([b"\0\0\1"], 2, color=3), False),
        (png([b"\0\0\0\0"], 1, color=2), False),
        (png([b"\0\x80\0"], 1, color=4), True),
        (png([b"\0" + CLEAR], 1, depth=16), None),
        (png([b"\0" + CLEAR], 1, interlaced=1), None),
        (png([b"\0" + CLEAR], 2), None),  # a row is too short
        (png([b"\0" + CLEAR], 1)[:40], None),
        (png([b"\0" + CLEAR] * 2, 2_000_000), None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_whether_a_picture_can_be_seen(data: bytes, expected: bool | None) -> None:
    assert is_transparent(data) is expected


@pytest.mark.debian
@pytest.mark.parametrize(
    ("pair", "side", "expected"),
    [
        ("transparent-picture", "violating", [("@drawable/ic", "png", True)]),
        ("transparent-picture", "complying", [("@drawable/ic", "png", False)]),
        ("transparent-colour", "violating", [("@0x0106000d", "color", True)]),
        ("transparent-colour", "complying", []),
        ("transparent-vector", "violating", [("@drawable/ic", "vector", True)]),
        ("transparent-vector", "complying", [("@drawable/ic", "vector", False)]),
        ("blank-name", "violating", []),
    ],
)
def test_the_icon_of_an_app(pair: str, side: str, expected: list[tuple[str, str, bool]]) -> None:
    app = getattr(PAIRS[pair], side)
    facts = collect(assemble(app.sources(), app.manifest, resources=app.resources, schemes=()), "x.apk")
    assert [(row["path"], row["kind"], row["transparent"]) for row in facts.rows["icon"]] == expected


ADAPTIVE = """<?xml version="1.0" encoding="utf-8"?>
<adaptive-icon xmlns:android="http://schemas.android.com/apk/res/android">
  <background android:drawable="@color/none"/><foreground android:drawable="{}"/></adaptive-icon>"""
COLORS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<resources><color name="none">#00ffffff</color><color name="red">#ff0000</color></resources>'
)


@pytest.mark.debian
@pytest.mark.parametrize(("foreground", "expected"), [("@color/none", [True]), ("@color/red", [False]), ("@drawable/shape", [])])
def test_an_adaptive_icon_is_all_of_its_layers(foreground: str, expected: list[bool]) -> None:
    app = PAIRS["transparent-picture"].violating
    shape = '<?xml version="1.0" encoding="utf-8"?>\n<shape xmlns:android="http://schemas.android.com/apk/res/android"/>'
    resources = {"drawable/ic.xml": ADAPTIVE.format(foreground), "drawable/shape.xml": shape, "values/colors.xml": COLORS}
    facts = collect(assemble(app.sources(), app.manifest, resources=resources, schemes=()), "x.apk")
    assert [row["transparent"] for row in facts.rows["icon"]] == expected


def beside(width: int, alphas: list[int], flags: int = 0x10) -> bytes:
    """A lossy picture with alphas."""
    return webp(extended(width, len(alphas) // width, flags), (b"ALPH", b"\0" + bytes(alphas)), (b"VP8 ", b""))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (webp((b"VP8 ", b"")), False),
        (beside(2, [0, 7, 0, 0]), True),
        (beside(2, [0, 7, 0, 8]), False),
        (beside(2, [0, 0, 0, 0], flags=0), False),
        (beside(2, [0, 0, 0, 0], flags=0x12), None),
        (webp(lossless(30, 20, plain(0x07FFFFFF))), True),
        (webp(lossless(30, 20, plain(0x08FFFFFF))), False),
        (webp(lossless(30, 20, plain(0x07FFFFFF), alpha=False)), False),
        (webp(lossless(30, 20, plain(0x07FFFFFF)[:4])), None),
        (webp(lossless(600, 600, plain(0x07FFFFFF))), None),
        (b"RIFF\0\0\0\0WEBP", None),
    ],
)
def test_whether_a_webp_can_be_seen(data: bytes, expected: bool | None) -> None:
    assert is_clear(data) is expected


@pytest.mark.debian
@pytest.mark.parametrize(("alpha", "transparent"), [(0, True), (255, False)])
def test_the_icon_may_be_a_webp(alpha: int, transparent: bool) -> None:
    app = PAIRS["transparent-picture"].violating
    facts = collect(assemble(app.sources(), app.manifest, resources={"drawable/ic.webp": beside(1, [alpha])}, schemes=()), "x.apk")
    assert [(row["path"], row["kind"], row["transparent"]) for row in facts.rows["icon"]] == [("@drawable/ic", "webp", transparent)]
