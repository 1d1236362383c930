"""Opacity of WebP pictures: by hand, and as libwebp reads what it wrote."""

from __future__ import annotations

import importlib
import io
import random
from itertools import product

import pytest
from tests.formats.webps import bits, extended, lossless, plain, webp

from mingcha.formats.errors import EntryError
from mingcha.formats.webp import alphas, is_webp

LOSSY = (b"VP8 ", b"")


def hidden(kind: int, content: bytes, width: int = 3, height: int = 2) -> bytes:
    return webp(extended(width, height), (b"ALPH", bytes([kind]) + content), LOSSY)


def test_the_head() -> None:
    assert is_webp(webp())
    assert not is_webp(b"RIFF\0\0\0\0WAVE")


@pytest.mark.parametrize(
    "data",
    [
        webp(LOSSY),
        webp(extended(1, 1, flags=0), (b"ALPH", b"\0\0"), LOSSY),  # libwebp drops the alpha that the head does not announce
        webp(extended(1, 1), LOSSY),
        webp(lossless(1, 1, plain(0), alpha=False)),
    ],
)
def test_a_picture_without_alpha(data: bytes) -> None:
    assert alphas(data) is None


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (0, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]),
        (1 << 2, [1, 2, 3, 4, 5, 250], [1, 3, 6, 5, 10, 4]),  # the first of a row stands below the first of the row before
        (2 << 2, [1, 2, 3, 4, 5, 250], [1, 3, 6, 5, 8, 0]),
        (3 << 2, [1, 2, 3, 4, 5, 250], [1, 3, 6, 5, 12, 9]),  # 5 + (5 + 3 - 1); 250 + (12 + 6 - 3)
        (3 << 2, [0, 200, 0, 0, 0, 1], [0, 200, 200, 0, 200, 201]),
        (3 << 2, [200, 56, 0, 0, 0, 0], [200, 0, 0, 200, 0, 0]),  # 200 + 0 - 200
        (3 << 2, [1, 254, 0, 254, 0, 0], [1, 255, 255, 255, 255, 255]),  # 255 + 255 - 1 is more than 255
        (1 << 4, [9] * 6, [9] * 6),
    ],
)
def test_alphas_beside_a_lossy_picture(kind: int, content: list[int], expected: list[int]) -> None:
    rows = alphas(hidden(kind, bytes(content)))
    assert rows is not None
    assert list(b"".join(rows)) == expected


def test_alphas_beside_a_lossy_picture_may_be_the_green_of_a_lossless_one() -> None:
    rows = alphas(hidden(1 | 1 << 2, plain(0xFF_FE_02_FD)))
    assert rows is not None
    assert list(rows) == [b"\x02\x04\x06", b"\x04\x06\x08"]


def test_the_alpha_of_a_lossless_picture() -> None:
    for chunks in ([lossless(2, 2, plain(0x07_FF_FF_FF))], [extended(2, 2), lossless(2, 2, plain(0x07_FF_FF_FF))]):
        rows = alphas(webp(*chunks))
        assert rows is not None
        assert list(rows) == [b"\7\7", b"\7\7"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"RIFF\0\0\0\0WEBP", "webp-damaged"),
        (webp((b"VP8X", b"\x10")), "webp-damaged"),
        (webp(*[(b"JUNK", b"")] * 200, LOSSY), "webp-damaged"),
        (webp(extended(1, 1, flags=0x12), LOSSY), "webp-animated"),
        (hidden(2, bytes(6)), "webp-damaged"),
        (hidden(0, bytes(5)), "webp-damaged"),
        (hidden(0, bytes(6), 1024, 1024), "webp-large"),
        (webp(extended(1, 1), (b"ALPH", b""), LOSSY), "webp-damaged"),
        (webp((b"VP8L", b"\x2f\0\0\0")), "webp-damaged"),
        (webp((b"VP8L", b"\x2e\0\0\0\x10\0")), "webp-damaged"),
        (webp(lossless(16_384, 16_384, plain(0))), "webp-large"),
    ],
)
def test_what_is_not_read(data: bytes, code: str) -> None:
    with pytest.raises(EntryError) as error:
        alphas(data)
    assert error.value.code == code


def test_a_damaged_row_is_told_when_it_is_taken() -> None:
    rows = alphas(webp(lossless(2, 2, bits((0, 1)))))
    assert rows is not None
    with pytest.raises(EntryError):
        next(rows)


def shade(kind: int, x: int, y: int, dice: random.Random) -> tuple[int, ...]:
    if kind == 0:
        return tuple(dice.randrange(256) for _ in range(4))
    if kind == 1:
        return dice.choice([(1, 2, 3, 4), (200, 0, 0, 255)])
    if kind == 2:
        return x * 7 & 255, x * 7 + y & 255, x * 7 + 2 * y + dice.randrange(3) & 255, min(255, x * x + y * y)
    number = (x // 3 * y // 2 + dice.randrange(2)) % 12
    return number * 37 & 255, number * 91 & 255, number * 13 & 255, number * 53 & 255


@pytest.mark.oracle
@pytest.mark.parametrize("kind", range(4))
def test_all_is_as_libwebp_reads_it(kind: int) -> None:
    image = pytest.importorskip("PIL.Image")
    importlib.import_module("PIL.WebPImagePlugin")
    dice = random.Random(kind)  # noqa: S311 - no secret
    seen = 0
    for size, lossless_, quality, method in product([(1, 1), (7, 5), (41, 30)], [True, False], [20, 100], [0, 6]):
        picture = image.new("RGBA", size)
        picture.putdata([shade(kind, x, y, dice) for y in range(size[1]) for x in range(size[0])])
        file = io.BytesIO()
        picture.save(file, "WEBP", lossless=lossless_, quality=quality, alpha_quality=quality, method=method, exact=True)
        expected = image.open(file).convert("RGBA").getchannel("A").tobytes()
        rows = alphas(file.getvalue())
        assert (b"\xff" * len(expected) if rows is None else b"".join(rows)) == expected
        seen += rows is not None
    assert seen >= 16
