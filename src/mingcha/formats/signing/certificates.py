"""What a signer's X.509 certificate says. Facts only: nothing here knows what day it is.

Read with asn1crypto, which keeps the original bytes and takes BER where Android's parser does.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from asn1crypto import core, x509

from mingcha.formats.signing.keys import UnusableKeyError, encode_key, load_key, name_key, rsa_key

if TYPE_CHECKING:
    from mingcha.formats.signing.keys import PublicKey

# What asn1crypto raises on hostile input (it has no exception of its own); the fuzz test guards the list.
ASN1_ERRORS = (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError)

# The certificates of AOSP build/target/product/security, whose private keys everybody has.
_AOSP_KEYS = {
    "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc": "testkey",
    "c8a2e9bccf597c2fb6dc66bee293fc13f2fc47ec77bc6b2b0d52c11f51192ab8": "platform",
    "28bbfe4a7b97e74681dc55c2fbb6ccb8d6c74963733f6af6ae74d8c3a6e879fd": "shared",
    "465983f7791f2abeb43ea2cbdc7f21a8260b72bc08a55c839fc1a43bc741a81e": "media",
}

# Keywords of RFC 4514 section 3, and those that certificate tools print besides.
_KEYWORDS = {
    "2.5.4.3": "CN",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.6": "C",
    "2.5.4.9": "STREET",
    "0.9.2342.19200300.100.1.25": "DC",
    "0.9.2342.19200300.100.1.1": "UID",
    "1.2.840.113549.1.9.1": "emailAddress",
    "2.5.4.5": "serialNumber",
    "2.5.4.12": "title",
    "2.5.4.42": "givenName",
    "2.5.4.4": "SN",
    "2.5.4.17": "postalCode",
}

# Critical extensions that java.security.cert knows; any other makes Android refuse a v1 signer (V1SchemeVerifier).
_KNOWN_EXTENSIONS = frozenset(
    [f"2.5.29.{n}" for n in (14, 15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32, 33, 35, 36, 37, 46, 54)]
    + ["2.16.840.1.113730.1.1", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.11", "1.3.6.1.5.5.7.48.1.5"]
)
_KEY_USAGE = "2.5.29.15"
_DIGESTS = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}
_LONGEST_SUBJECT = 1024
# Certificates of real packages have up to about 10 KiB.
_LARGEST = 64 << 10
# Parts of a name, and extensions: what a hostile certificate may cost.
_MOST_PARTS = 64


class BadCertificateError(ValueError):
    """The bytes are no X.509 certificate."""


class Certificate(NamedTuple):
    """A certificate; `issuer` is its canonical_name, `fit_to_sign` is Android's test on extensions for v1.

    `key` is None when its public key cannot be used.
    """

    der: bytes
    sha256: str
    subject: str
    issuer: str
    serial: int
    key: PublicKey | None
    key_bytes: bytes
    algorithm: str | None
    not_before: str | None
    not_after: str | None
    fit_to_sign: bool
    known_key: str | None


def read_certificate(der: bytes) -> Certificate:
    """Return what an encoded certificate says; BadCertificateError when it is none."""
    if len(der) > _LARGEST:
        raise BadCertificateError("certificate too large")
    try:
        return _read(der)
    except ASN1_ERRORS as error:
        raise BadCertificateError(str(error)) from error


def _read(der: bytes) -> Certificate:
    body = x509.Certificate.load(der)["tbs_certificate"]
    sha256 = hashlib.sha256(der).hexdigest()
    subject = distinguished_name(body["subject"])
    key, key_bytes = _key(body["subject_public_key_info"])
    return Certificate(
        der=der,
        sha256=sha256,
        subject=subject,
        issuer=canonical_name(body["issuer"]),
        serial=int(body["serial_number"].native),
        key=key,
        key_bytes=key_bytes,
        algorithm=_algorithm(body["signature"], key),
        not_before=_date(body["validity"]["not_before"]),
        not_after=_date(body["validity"]["not_after"]),
        fit_to_sign=_fit_to_sign(body["extensions"]),
        known_key=_known_key(sha256, subject),
    )


def distinguished_name(name: x509.Name) -> str:
    """Return a name as RFC 4514 has it (last part first), with emailAddress and the like by their usual keywords."""
    return _full_name(name)[:_LONGEST_SUBJECT]


def canonical_name(name: x509.Name) -> str:
    """Return a name such that two names that Java takes as equal (letter case, runs of spaces) are the same text."""
    return " ".join(_full_name(name).casefold().split())


def _full_name(name: x509.Name) -> str:
    relatives = _bounded(name.chosen)
    parts = []
    for relative in reversed(relatives):
        values = [f"{_keyword(pair['type'])}={_escape(str(pair['value'].native))}" for pair in _bounded(relative)]
        parts.append("+".join(values))
    return ",".join(parts)


def _bounded(sequence: Any) -> list[Any]:
    items = list(sequence)
    if len(items) > _MOST_PARTS:
        raise BadCertificateError("too many parts")
    return items


def _keyword(kind: core.ObjectIdentifier) -> str:
    dotted = str(kind.dotted)
    return _KEYWORDS.get(dotted, dotted)


def _escape(text: str) -> str:
    out = "".join(f"\\{c}" if c in ',+"\\<>;' else c if c.isprintable() else "\\" + "\\".join(f"{b:02X}" for b in c.encode()) for c in text)
    if out.startswith(("#", " ")):
        out = "\\" + out
    if len(out) > 1 and out.endswith(" ") and not out.endswith("\\ "):
        out = out[:-1] + "\\ "
    return out


def _key(info: Any) -> tuple[PublicKey | None, bytes]:
    encoded = bytes(info.dump())
    try:
        return load_key(encoded), encoded
    except UnusableKeyError:
        pass
    # Certificates in BER, or with the modulus encoded as a negative number, are in use; AOSP re-encodes such keys.
    try:
        if info["algorithm"]["algorithm"].native == "rsa":
            numbers = info["public_key"].parsed
            modulus = int.from_bytes(numbers["modulus"].contents, "big")
            key = rsa_key(modulus, int(numbers["public_exponent"].native))
            return key, encode_key(key)
    except (*ASN1_ERRORS, UnusableKeyError):
        pass
    return None, encoded


def _fit_to_sign(extensions: Any) -> bool:
    for extension in _bounded(extensions) if isinstance(extensions, x509.Extensions) else ():
        oid = extension["extn_id"].dotted
        if extension["critical"].native and oid not in _KNOWN_EXTENSIONS:
            return False
        if oid == _KEY_USAGE and not {"digital_signature", "non_repudiation"} & extension["extn_value"].parsed.native:
            return False
    return True


def _algorithm(signature: Any, key: PublicKey | None) -> str | None:
    """Return the algorithm of the certificate's own signature; of a self-signed one the key is the signer's."""
    try:
        digest = _DIGESTS.get(signature.hash_algo)
    except ASN1_ERRORS:
        return None
    if digest is None or key is None:
        return None
    return f"{name_key(key)}/{digest}"


def _date(time: Any) -> str | None:
    try:
        return str(time.native.date().isoformat())
    except ASN1_ERRORS:
        return None


def _known_key(sha256: str, subject: str) -> str | None:
    if sha256 in _AOSP_KEYS:
        return _AOSP_KEYS[sha256]
    parts = set(subject.split(","))
    if "CN=Android Debug" in parts:
        return "debug"
    if {"CN=Android", "OU=Android", "emailAddress=android@android.com"} <= parts:
        return "aosp"
    return None
