"""A small writer of APK signing blocks that can lie: APK Signature Scheme v2 and v3 with one fixed key."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import struct
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from tests.hostile.packages import apk

V2, V3 = 0x7109871A, 0xF05368C0
RSA_SHA256 = 0x0103
ROTATION = 0x3BA06F8C
_CHUNK = 1 << 20
# Two Mersenne primes: a key that everybody has, the same in every run.
_P, _Q = (1 << 521) - 1, (1 << 607) - 1
_E = 65537


@functools.cache
def key() -> rsa.RSAPrivateKey:
    d = pow(_E, -1, (_P - 1) * (_Q - 1))
    parts = (d % (_P - 1), d % (_Q - 1), pow(_Q, -1, _P))
    return rsa.RSAPrivateNumbers(_P, _Q, d, *parts, rsa.RSAPublicNumbers(_E, _P * _Q)).private_key()


@functools.cache
def certificate(organisation: str = "hostile") -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, organisation)])
    builder = x509.CertificateBuilder(name, name, key().public_key(), 1)
    builder = builder.not_valid_before(dt.datetime(2020, 1, 1)).not_valid_after(dt.datetime(2050, 1, 1))  # noqa: DTZ001 - X.509 has no zones
    return builder.sign(key(), hashes.SHA256()).public_bytes(Encoding.DER)


def public_key() -> bytes:
    return key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def sized(data: bytes, length: int | None = None) -> bytes:
    """Return the data behind their length, or behind another one."""
    return struct.pack("<L", len(data) if length is None else length) + data


def pair(identifier: int, value: bytes, length: int | None = None) -> bytes:
    """Return an (id, value) pair of a signing block."""
    return struct.pack("<QL", 4 + len(value) if length is None else length, identifier) + value


def block(*pairs: bytes, head: int | None = None, foot: int | None = None, magic: bytes = b"APK Sig Block 42") -> bytes:
    """Return a signing block with its size told twice."""
    body = b"".join(pairs)
    size = len(body) + 24
    return struct.pack("<Q", size if head is None else head) + body + struct.pack("<Q", size if foot is None else foot) + magic


@dataclass(frozen=True)
class Signer:
    """The parts of a signer's record; a part that is None is the right one, bytes stand behind a right length."""

    digests: bytes | None = None
    certificates: bytes | None = None
    attributes: bytes = b""
    signatures: bytes | None = None
    public_key: bytes | None = None
    tail: bytes = b""
    sdks: tuple[int, int] | None = None  # of v3


def signer(parts: Signer, digest: bytes) -> bytes:
    """Return a signer's record without its own length; the signed data are truly signed."""
    digests = sized(struct.pack("<L", RSA_SHA256) + sized(digest)) if parts.digests is None else parts.digests
    certificates = sized(certificate()) if parts.certificates is None else parts.certificates
    sdks = struct.pack("<LL", *parts.sdks) if parts.sdks else b""
    data = sized(digests) + sized(certificates) + sdks + sized(parts.attributes) + parts.tail
    signature = key().sign(data, padding.PKCS1v15(), hashes.SHA256())
    signatures = sized(struct.pack("<L", RSA_SHA256) + sized(signature)) if parts.signatures is None else parts.signatures
    return sized(data) + sdks + sized(signatures) + sized(public_key() if parts.public_key is None else parts.public_key)


def content_digest(package: bytes, central: int, end: int) -> bytes:
    """Return the SHA-256 digest over the chunks of the three parts of a package without a signing block."""
    digests = []
    for part in (package[:central], package[central:end], package[end:]):
        for at in range(0, len(part), _CHUNK):
            chunk = part[at : at + _CHUNK]
            digests.append(hashlib.sha256(b"\xa5" + struct.pack("<L", len(chunk)) + chunk).digest())
    return hashlib.sha256(b"\x5a" + struct.pack("<L", len(digests)) + b"".join(digests)).digest()


def signed(*signers: Signer, scheme: int = V2, value: bytes | None = None) -> bytes:
    """Return a package signed by those, or with a raw `value` in place of the scheme's block."""
    plain = apk()
    _, central = struct.unpack("<LL", plain[-10:-2])
    digest = content_digest(plain, central, len(plain) - 22)
    whole = sized(b"".join(sized(signer(parts, digest)) for parts in signers)) if value is None else value
    return apk(block=block(pair(scheme, whole)))
