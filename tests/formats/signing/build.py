"""Signed packages in pure Python, written from the specifications so that every field can be made wrong.

apk = sign(zip_of(ENTRIES), {V2: v2_block([Signature(identity())])})
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import struct
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from mingcha.formats.signing import verify
from mingcha.formats.zip import Archive

DATA = Path(__file__).resolve().parent / "data"
ENTRIES = {"AndroidManifest.xml": b"\x03\x00\x08\x00manifest", "classes.dex": b"dex\n035\0" + bytes(300), "assets/a.txt": b"a\n"}

V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
RSA_PSS_256, RSA_PSS_512, RSA_256, RSA_512 = 0x0101, 0x0102, 0x0103, 0x0104
EC_256, EC_512, DSA_256, EC_VERITY = 0x0201, 0x0202, 0x0301, 0x0423


@dataclass(frozen=True)
class Identity:
    """A key and its self-signed certificate."""

    key: object
    certificate: bytes

    @property
    def spki(self) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.DER, form)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()

    def sign(self, algorithm: int, data: bytes) -> bytes:
        digest = hashes.SHA512() if algorithm in (RSA_PSS_512, RSA_512, EC_512) else hashes.SHA256()
        if isinstance(self.key, rsa.RSAPrivateKey):
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            return self.key.sign(data, pss if algorithm in (RSA_PSS_256, RSA_PSS_512) else padding.PKCS1v15(), digest)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(digest))
        return self.key.sign(data, digest)


@cache
def identity(name: str = "Mingcha", kind: str = "EC", *extensions: x509.ExtensionType, critical: bool = True) -> Identity:
    keys = {
        "EC": lambda: ec.generate_private_key(ec.SECP256R1()),
        "RSA": lambda: rsa.generate_private_key(65537, 2048),
        "DSA": lambda: dsa.generate_private_key(1024),  # noqa: S505 - slow to make otherwise
    }
    key = keys[kind]()
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 4711)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2049, 12, 31, tzinfo=dt.UTC))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return Identity(key, builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def zip_of(entries: dict[str, bytes], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = comment
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def prefixed(*parts: bytes) -> bytes:
    """Return a length-prefixed field that holds the parts."""
    content = b"".join(parts)
    return struct.pack("<I", len(content)) + content


def split(package: bytes) -> tuple[bytes, bytes, bytes]:
    """Return entries, central directory and end record of an unsigned zip."""
    end = package.rindex(b"PK\5\6")
    central = struct.unpack_from("<I", package, end + 16)[0]
    return package[:central], package[central:end], package[end:]


def chunked(package: bytes, algorithm: str) -> bytes:
    chunks = [part[at : at + (1 << 20)] for part in split(package) for at in range(0, len(part), 1 << 20)]
    digests = [hashlib.new(algorithm, b"\xa5" + struct.pack("<I", len(chunk)) + chunk).digest() for chunk in chunks]
    return hashlib.new(algorithm, b"\x5a" + struct.pack("<I", len(digests)) + b"".join(digests)).digest()


def verity(package: bytes) -> bytes:
    """Return the verity digest, by the definition: hash pages, then pages of hashes, down to one."""
    level = package
    while True:
        level = b"".join(hashlib.sha256(bytes(8) + level[at : at + 4096].ljust(4096, b"\0")).digest() for at in range(0, len(level), 4096))
        if len(level) <= 4096:
            return hashlib.sha256(bytes(8) + level.ljust(4096, b"\0")).digest() + struct.pack("<Q", len(package))


@dataclass
class Signature:
    """One signer of a v2 or v3 block; what is left None is made right."""

    who: Identity
    algorithms: tuple[int, ...] = (EC_256,)
    attributes: list[tuple[int, bytes]] = field(default_factory=list)
    certificates: list[bytes] | None = None
    public_key: bytes | None = None
    digest_algorithms: tuple[int, ...] | None = None
    digests: dict[int, bytes] = field(default_factory=dict)
    sdks: tuple[int, int] = (28, 0x7FFFFFFF)
    outer_sdks: tuple[int, int] | None = None
    raw_signatures: bytes | None = None
    raw_attributes: bytes | None = None

    def record(self, package: bytes, *, v3: bool) -> bytes:
        digests = b"".join(self._digest(a, package) for a in self.digest_algorithms or self.algorithms)
        certificates = b"".join(prefixed(c) for c in ([self.who.certificate] if self.certificates is None else self.certificates))
        attributes = b"".join(prefixed(struct.pack("<I", number), value) for number, value in self.attributes)
        attributes = prefixed(attributes if self.raw_attributes is None else self.raw_attributes)
        sdks = struct.pack("<ii", *self.sdks) if v3 else b""
        data = prefixed(digests) + prefixed(certificates) + sdks + attributes
        signatures = b"".join(prefixed(struct.pack("<I", a), prefixed(self.who.sign(a, data))) for a in self.algorithms)
        signatures = prefixed(signatures if self.raw_signatures is None else self.raw_signatures)
        outer = struct.pack("<ii", *(self.outer_sdks or self.sdks)) if v3 else b""
        return prefixed(prefixed(data), outer, signatures, prefixed(self.public_key or self.who.spki))

    def _digest(self, algorithm: int, package: bytes) -> bytes:
        if algorithm in self.digests:
            value = self.digests[algorithm]
        elif algorithm == EC_VERITY:
            value = verity(package)
        else:
            value = chunked(package, "sha512" if algorithm in (RSA_PSS_512, RSA_512, EC_512) else "sha256")
        return prefixed(struct.pack("<I", algorithm), prefixed(value))


def insert(package: bytes, pairs: list[tuple[int, bytes]]) -> bytes:
    """Return the package with a signing block of these pairs."""
    before, central, end = split(package)
    body = b"".join(struct.pack("<QI", len(value) + 4, number) + value for number, value in pairs)
    size = struct.pack("<Q", len(body) + 24)
    block = size + body + size + b"APK Sig Block 42"
    return before + block + central + end[:16] + struct.pack("<I", len(before) + len(block)) + end[20:]


def sign(package: bytes, schemes: dict[int, list[Signature]], *others: tuple[int, bytes]) -> bytes:
    """Return the package signed under v2, v3 or v3.1, with further pairs behind the signatures."""
    pairs = [(number, prefixed(*(s.record(package, v3=number != V2) for s in found))) for number, found in schemes.items()]
    return insert(package, [*pairs, *others])


def lineage(*chain: Identity, algorithm: int = EC_256, flags: int = 23) -> bytes:
    """Return a proof of rotation through the identities, oldest first."""
    nodes = [struct.pack("<I", 1)]
    parent = None
    for who in chain:
        data = prefixed(who.certificate) + struct.pack("<I", algorithm if parent else 0)
        signature = parent.sign(algorithm, data) if parent else b""
        nodes.append(prefixed(prefixed(data), struct.pack("<II", flags, algorithm), prefixed(signature)))
        parent = who
    return b"".join(nodes)


def digest_line(word: str, content: bytes, algorithm: str = "SHA-256") -> str:
    value = base64.b64encode(hashlib.new(algorithm.replace("-", ""), content).digest()).decode()
    return f"{'SHA1' if algorithm == 'SHA-1' else algorithm}-{word}: {value}\r\n"


def manifest_file(entries: dict[str, bytes], algorithm: str = "SHA-256") -> dict[str, str]:
    """Return the sections of a MANIFEST.MF by entry, the main section under an empty name."""
    sections = {"": "Manifest-Version: 1.0\r\n\r\n"}
    for name, content in entries.items():
        sections[name] = f"Name: {name}\r\n{digest_line('Digest', content, algorithm)}\r\n"
    return sections


def signature_file(sections: dict[str, str], extra: str = "", *, whole: bool = True, algorithm: str = "SHA-256") -> bytes:
    """Return a .SF file over the sections of a manifest; `extra` joins its main section."""
    text = "Signature-Version: 1.0\r\n" + extra
    if whole:
        text += digest_line("Digest-Manifest", "".join(sections.values()).encode(), algorithm)
    text += "\r\n"
    for name, section in sections.items():
        if name:
            text += f"Name: {name}\r\n{digest_line('Digest', section.encode(), algorithm)}\r\n"
    return text.encode()


def signature_block(content: bytes, *signers: Identity, attributes: bool = False, digest: object | None = None) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    for who in signers:
        builder = builder.add_signer(x509.load_der_x509_certificate(who.certificate), who.key, digest or hashes.SHA256())
    options = [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature]
    if not attributes:
        options.append(pkcs7.PKCS7Options.NoAttributes)
    return builder.sign(serialization.Encoding.DER, options)


def jar(entries: dict[str, bytes], *signers: Identity, extra: str = "") -> bytes:
    """Return a v1-signed package; signers get META-INF/A.RSA, B.RSA …"""
    sections = manifest_file(entries)
    file = signature_file(sections, extra)
    files = dict(entries) | {"META-INF/MANIFEST.MF": "".join(sections.values()).encode()}
    for letter, who in zip("ABCDEFGHIJKLMN", signers, strict=False):
        files[f"META-INF/{letter}.SF"] = file
        files[f"META-INF/{letter}.RSA"] = signature_block(file, who)
    return zip_of(files)


def check(package: bytes, min_sdk: int | None = 24, target_sdk: int | None = None, sandbox: int = 1):
    """Return the verdict on a package."""
    return verify(package, Archive(package), min_sdk, target_sdk, target_sandbox=sandbox)


def codes(signing) -> list[str]:
    return [issue.code for issue in signing.errors]
