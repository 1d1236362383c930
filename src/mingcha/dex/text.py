"""Modified UTF-8, the text form of dex files (AOSP: dex-format, "MUTF-8"); valid texts survive both directions."""

from __future__ import annotations

# UTF-8 decoding with surrogatepass accepts all of MUTF-8 but C0 80, which stands for NUL; UTF-16 joins the pairs.


def decode(data: bytes) -> str:
    r"""Return the text of MUTF-8 `data`: pairs joined, lone surrogates as \udXXX, bytes of broken texts as \udcXX."""
    if data.isascii():
        return data.decode("ascii")
    try:
        text = data.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def encode(text: str) -> bytes:
    """Return the MUTF-8 bytes of `text`: NUL as C0 80, characters beyond U+FFFF as surrogates of three bytes each."""
    if text.isascii():
        return text.encode("ascii").replace(b"\0", b"\xc0\x80")
    units = text.encode("utf-16-le", "surrogatepass")
    pieces = [chr(int.from_bytes(units[i : i + 2], "little")) for i in range(0, len(units), 2)]
    return "".join(pieces).encode("utf-8", "surrogatepass").replace(b"\0", b"\xc0\x80")
