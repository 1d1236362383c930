"""Packages whose signatures lie or are made to cost."""

from __future__ import annotations

import base64
import hashlib
import struct
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hostile.packages import apk, members
from tests.hostile.signatures import (
    ROTATION,
    RSA_SHA256,
    V2,
    V3,
    Signer,
    block,
    certificate,
    pair,
    public_key,
    signed,
    sized,
)
from tests.hostile.zips import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sunflower" / "sunflower.apk"
_MIB = 1 << 20


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, build in (*_blocks(), *_signers(), *_rotation(), *_jar(), *_example()):
        yield f"signature-{name}", build


def _blocks() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for value in (0, 7, 24, 0x7FFFFFFF, 1 << 40, 1 << 63, (1 << 64) - 1):
        yield f"block-head-{value:x}", lambda v=value: apk(block=block(pair(V2, b""), head=v))
        yield f"block-foot-{value:x}", lambda v=value: apk(block=block(pair(V2, b""), foot=v))
        yield f"block-both-{value:x}", lambda v=value: apk(block=block(pair(V2, b""), head=v, foot=v))
        yield f"pair-length-{value:x}", lambda v=value: apk(block=block(pair(V2, b"x" * 40, length=v)))
    yield "block-magic-only", lambda: apk(block=b"APK Sig Block 42")
    yield "block-empty", lambda: apk(block=block())
    yield "block-of-pairs", lambda: apk(block=block(*(pair(n, b"") for n in range(100_000))))
    yield "block-of-schemes", lambda: apk(block=block(*(pair(V2, sized(b"")) for _ in range(5000))))
    yield "block-large", lambda: apk(block=block(pair(0x42726577, bytes(20 * _MIB))))
    yield "block-channel-deep", lambda: apk(block=block(pair(0x71777777, b"[" * 4000)))
    yield "block-channel-escape", lambda: apk(block=block(pair(0x71777777, b'{"channel": "\\u001b[2J\\ud800"}')))
    yield "block-twice", lambda: apk(block=block(pair(V2, b"")) + block(pair(V2, b"")))


def _signers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, scheme, sdks in (("v2", V2, None), ("v3", V3, (28, 0x7FFFFFFF))):
        make = partial(_sign, scheme, sdks)
        yield f"{name}-right", make
        yield f"{name}-none", partial(signed, scheme=scheme)
        for value in (0, 1, 3, 0x7FFFFFFF, 0xFFFFFFFF):
            lie = sized(b"x" * 60, value)
            yield f"{name}-length-{value:x}", partial(signed, scheme=scheme, value=lie)
            for part in ("digests", "certificates", "attributes", "signatures"):
                yield f"{name}-{part}-length-{value:x}", partial(make, **{part: lie})
        for case, parts in _parts():
            yield f"{name}-{case}", partial(make, **parts)
        yield f"{name}-signers-many", partial(signed, *[Signer(sdks=sdks)] * 200, scheme=scheme)
    for low, high in ((0, 0), (28, 27), (0x80000000, 0xFFFFFFFF), (0xFFFFFFFF, 0)):
        yield f"v3-range-{low:x}-{high:x}", partial(_sign, V3, (low, high))


def _sign(scheme: int, sdks: tuple[int, int] | None, **parts: bytes) -> bytes:
    return signed(Signer(sdks=sdks, **parts), scheme=scheme)


def _parts() -> Iterator[tuple[str, dict[str, bytes]]]:
    digest = sized(struct.pack("<L", RSA_SHA256) + sized(bytes(32)))
    yield "digest-wrong", {"digests": digest}
    yield "digest-short", {"digests": sized(struct.pack("<L", RSA_SHA256) + sized(b"x"))}
    yield "digests-many", {"digests": digest * 20_000}
    yield "algorithm-unknown", {"digests": sized(struct.pack("<L", 0x9999) + sized(bytes(32)))}
    yield "certificate-absent", {"certificates": b""}
    yield "certificate-junk", {"certificates": sized(b"\x30\x82\xff\xff" + b"x" * 100)}
    yield "certificate-huge", {"certificates": sized(b"\x30\x84\x00\x9f\xff\xfa" + bytes(10 * _MIB))}
    yield "certificate-nested", {"certificates": sized(_nested_der(50_000))}
    yield "certificate-endless", {"certificates": sized(b"\x30\x80" * 50_000)}
    yield "certificates-many", {"certificates": sized(certificate()) * 3000}
    yield "certificate-of-another", {"certificates": sized(certificate("another\x1b[2J\u202e"))}
    yield "attributes-many", {"attributes": sized(struct.pack("<L", 7)) * 100_000}
    yield "signatures-none", {"signatures": b""}
    yield "signatures-many", {"signatures": sized(struct.pack("<L", RSA_SHA256) + sized(bytes(141))) * 5000}
    yield "signatures-unknown", {"signatures": sized(struct.pack("<L", 0x9999) + sized(bytes(141))) * 5000}
    yield "signature-of-zeros", {"signatures": sized(struct.pack("<L", RSA_SHA256) + sized(bytes(141)))}
    yield "key-junk", {"public_key": b"\x30\x03\x02\x01\x05"}
    yield "key-huge", {"public_key": _rsa_spki((1 << 200_000) - 1, 65537)}
    yield "key-large-exponent", {"public_key": _rsa_spki((1 << 16_000) - 1, (1 << 15_999) + 1)}
    yield "key-zero", {"public_key": _rsa_spki(0, 0)}
    yield "key-cut", {"public_key": public_key()[:-20]}
    yield "tail", {"tail": bytes(100_000)}


def der(tag: int, content: bytes) -> bytes:
    """Return a DER value."""
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _nested_der(depth: int) -> bytes:
    head, size = [], 0
    for _ in range(depth):
        part = bytes([0x30, 0x84]) + size.to_bytes(4, "big")
        head.append(part)
        size += len(part)
    return b"".join(reversed(head))


def _rsa_spki(modulus: int, exponent: int) -> bytes:
    numbers = [value.to_bytes(value.bit_length() // 8 + 1, "big") for value in (modulus, exponent)]
    inner = der(0x30, b"".join(der(2, number) for number in numbers))
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    return der(0x30, algorithm + der(3, b"\0" + inner))


def _rotation() -> Iterator[tuple[str, Callable[[], bytes]]]:
    rotated = partial(_sign, V3, (28, 0x7FFFFFFF))
    level = sized(sized(certificate()) + struct.pack("<L", RSA_SHA256)) + struct.pack("<LL", 0, RSA_SHA256) + sized(bytes(141))
    values = {
        "empty": b"",
        "version": struct.pack("<L", 9),
        "one": struct.pack("<L", 1) + sized(level),
        "many": struct.pack("<L", 1) + sized(level) * 5000,
        "level-length": struct.pack("<L", 1) + sized(level, 0xFFFFFFFF),
        "level-cut": struct.pack("<L", 1) + sized(level[:50]),
        "of-other-certificate": struct.pack("<L", 1) + sized(level.replace(certificate(), certificate("x" * 7))),
    }
    for name, value in values.items():
        yield f"rotation-{name}", partial(rotated, attributes=sized(struct.pack("<L", ROTATION) + value))
    yield "rotation-twice", partial(rotated, attributes=sized(struct.pack("<L", ROTATION)) * 500)


def _jar() -> Iterator[tuple[str, Callable[[], bytes]]]:
    name = "META-INF/MANIFEST.MF"
    plain = _manifest_file()
    files = {
        "manifest-empty": b"",
        "manifest-only": plain,
        "manifest-long-line": b"Manifest-Version: 1.0\r\nX: " + b"a" * 5_000_000 + b"\r\n\r\n",
        "manifest-folded": b"Manifest-Version: 1.0\r\nX: a" + b"\r\n a" * 1_000_000 + b"\r\n\r\n",
        "manifest-line-breaks": b"\r\n" * 2_000_000,
        "manifest-many-names": b"Manifest-Version: 1.0\r\n\r\n" + b"".join(b"Name: n%d\r\n\r\n" % n for n in range(200_000)),
        "manifest-same-name": b"Manifest-Version: 1.0\r\n\r\n" + plain.split(b"\r\n\r\n")[1].join([b""] * 2) * 50_000,
        "manifest-many-digests": plain + b"".join(b"SHA-%d-Digest: AAAA\r\n" % n for n in range(200_000)),
        "manifest-of-zeros": bytes(5_000_000),
    }
    block_file = {
        "junk": b"junk" * 100,
        "empty": b"",
        "nested": _nested_der(50_000),
        "endless": b"\x30\x80" * 100_000,
        "certificate": certificate(),
        "octets": der(0x04, b"\x24\x80" * 100_000),
        "long-identifier": der(0x30, der(0x06, b"\x2a" + b"\xff" * 100_000 + b"\x01") + b"\xa0\x00"),
        "signers-many": _pkcs7(b"", der(0x30, der(2, b"\x01")) * 50_000),
        "certificates-many": _pkcs7(certificate() * 2000, b""),
        "certificate-large": _pkcs7(der(0x30, bytes(5 * _MIB)), b""),
    }
    for case, data in files.items():
        yield f"jar-{case}", lambda d=data: apk(Member(name, d, deflate=True), *_signature_file(d))
    for case, data in block_file.items():
        yield f"jar-block-{case}", lambda d=data: apk(Member(name, plain), *_signature_file(plain, d))
    yield "jar-signers-many", lambda: apk(Member(name, plain), *(m for n in range(2000) for m in _signature_file(plain, b"x", f"S{n}")))
    loose = partial(map, lambda n: Member(f"a/{n}", b"x"), range(20_000))
    yield "jar-entries-unsigned", lambda: apk(Member(name, plain), *_signature_file(plain), *loose())
    yield "jar-names-in-upper-case", lambda: apk(Member(name.lower(), plain), *_signature_file(plain, b"x", "cert"))


def _manifest_file() -> bytes:
    sections = [b"Manifest-Version: 1.0\r\n\r\n"]
    for member in members():
        digest = base64.b64encode(hashlib.sha256(member.data).digest())
        sections.append(f"Name: {member.name}\r\nSHA-256-Digest: ".encode() + digest + b"\r\n\r\n")
    return b"".join(sections)


def _signature_file(manifest: bytes, block_data: bytes = b"", stem: str = "CERT") -> tuple[Member, Member]:
    digest = base64.b64encode(hashlib.sha256(manifest).digest())
    text = b"Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: " + digest + b"\r\n\r\n"
    return Member(f"META-INF/{stem}.SF", text), Member(f"META-INF/{stem}.RSA", block_data or _pkcs7(certificate(), b""))


def _pkcs7(certificates: bytes, signers: bytes) -> bytes:
    """Return a PKCS#7 SignedData with those raw parts."""
    data = der(0x30, bytes.fromhex("06092a864886f70d010701"))
    body = der(2, b"\x01") + der(0x31, b"") + data + der(0xA0, certificates) + der(0x31, signers)
    return der(0x30, bytes.fromhex("06092a864886f70d010702") + der(0xA0, der(0x30, body)))


def _example() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The example app, signed by v1, v2 and v3, with its signing block damaged in regular places."""
    for number in range(60):
        yield f"example-block-{number}", partial(_damaged_block, number, 60)
    yield "example-entry-added", lambda: _EXAMPLE.read_bytes()[:-22] + b"\0" + _EXAMPLE.read_bytes()[-22:]


def _damaged_block(number: int, of: int) -> bytes:
    data = bytearray(_EXAMPLE.read_bytes())
    (central,) = struct.unpack_from("<L", data, len(data) - 6)
    (size,) = struct.unpack_from("<Q", data, central - 24)
    at = central - 8 - size + size * number // of
    data[at : at + 4] = b"\xff\xff\xff\x7f" if number % 2 else b"\0\0\0\0"
    return bytes(data)
