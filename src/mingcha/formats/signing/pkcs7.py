"""PKCS #7 SignedData of JAR signature blocks (META-INF/*.RSA, .DSA, .EC), RFC 2315 and RFC 5652, in DER or BER."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from asn1crypto import cms, core

from mingcha.formats.signing.certificates import (
    ASN1_ERRORS,
    BadCertificateError,
    Certificate,
    canonical_name,
    read_certificate,
)
from mingcha.formats.signing.keys import family_of, signature_holds

_MOST = 64
_LARGEST = 1 << 20
_KITKAT = 19
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"

_DIGESTS = {
    "1.2.840.113549.2.5": "MD5",
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
}
# Signature algorithm: key family, and the digest where the identifier names one.
_SIGNATURES = {
    "1.2.840.113549.1.1.1": ("RSA", None),
    "1.2.840.113549.1.1.4": ("RSA", "MD5"),
    "1.2.840.113549.1.1.5": ("RSA", "SHA-1"),
    "1.2.840.113549.1.1.14": ("RSA", "SHA-224"),
    "1.2.840.113549.1.1.11": ("RSA", "SHA-256"),
    "1.2.840.113549.1.1.12": ("RSA", "SHA-384"),
    "1.2.840.113549.1.1.13": ("RSA", "SHA-512"),
    "1.2.840.10040.4.1": ("DSA", None),
    "1.2.840.10040.4.3": ("DSA", "SHA-1"),
    "2.16.840.1.101.3.4.3.1": ("DSA", "SHA-224"),
    "2.16.840.1.101.3.4.3.2": ("DSA", "SHA-256"),
    "1.2.840.10045.2.1": ("ECDSA", None),
    "1.2.840.10045.4.1": ("ECDSA", "SHA-1"),
    "1.2.840.10045.4.3.1": ("ECDSA", "SHA-224"),
    "1.2.840.10045.4.3.2": ("ECDSA", "SHA-256"),
    "1.2.840.10045.4.3.3": ("ECDSA", "SHA-384"),
    "1.2.840.10045.4.3.4": ("ECDSA", "SHA-512"),
}
# Platform from which on every version supports the pair (AOSP tools/apksig OidConstants; pairs that only some versions
# took count as unsupported, because the range is always open to newer versions).
# Keys: family, digest of the signer, whether the signature algorithm names the digest.
_SUPPORTED_SINCE = {
    ("RSA", "MD5", False): 0,
    ("RSA", "MD5", True): 21,
    ("RSA", "SHA-1", False): 0,
    ("RSA", "SHA-1", True): 0,
    ("RSA", "SHA-224", False): 21,
    ("RSA", "SHA-224", True): 21,
    ("RSA", "SHA-256", False): 18,
    ("RSA", "SHA-256", True): 18,
    ("RSA", "SHA-384", False): 18,
    ("RSA", "SHA-384", True): 21,
    ("RSA", "SHA-512", False): 18,
    ("RSA", "SHA-512", True): 21,
    ("DSA", "SHA-1", False): 0,
    ("DSA", "SHA-1", True): 9,
    ("DSA", "SHA-224", False): 22,
    ("DSA", "SHA-224", True): 21,
    ("DSA", "SHA-256", False): 22,
    ("DSA", "SHA-256", True): 21,
    ("ECDSA", "SHA-1", False): 18,
    ("ECDSA", "SHA-1", True): 18,
    ("ECDSA", "SHA-224", False): 21,
    ("ECDSA", "SHA-224", True): 21,
    ("ECDSA", "SHA-256", False): 18,
    ("ECDSA", "SHA-256", True): 21,
    ("ECDSA", "SHA-384", False): 18,
    ("ECDSA", "SHA-384", True): 21,
    ("ECDSA", "SHA-512", False): 18,
    ("ECDSA", "SHA-512", True): 21,
}


class Pkcs7Error(Exception):
    """The block does not hold; `code` is the code of an issue, `parameters` follow the block's name in its words."""

    def __init__(self, code: str, *parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class SignerInfo(NamedTuple):
    """One signer of the block. `signed_attributes` are the bytes that were signed, or None when the file itself was."""

    issuer: str | None
    serial: int | None
    digest_id: str
    signature_id: str
    signature: bytes
    signed_attributes: bytes | None
    content_type: str | None
    message_digest: bytes | None


class SignedData(NamedTuple):
    """A parsed block."""

    content_type: str
    certificates: tuple[Certificate, ...]
    signers: tuple[SignerInfo, ...]


def read_signed_data(data: bytes) -> SignedData:
    """Return the block's content; Pkcs7Error when it is malformed or holds no signer."""
    if len(data) > _LARGEST:
        raise Pkcs7Error("pkcs7-malformed")
    try:
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise Pkcs7Error("pkcs7-malformed")
        content = info["content"]
        infos = list(content["signer_infos"])
        if not infos:
            raise Pkcs7Error("no-signer-info")
        choices = content["certificates"]
        bag = [] if isinstance(choices, core.Void) else list(choices)
        if len(infos) > _MOST or len(bag) > _MOST or any(choice.name != "certificate" for choice in bag):
            raise Pkcs7Error("pkcs7-malformed")
        return SignedData(
            str(content["encap_content_info"]["content_type"].dotted),
            tuple(read_certificate(bytes(choice.chosen.dump())) for choice in bag),
            tuple(_signer_info(info) for info in infos),
        )
    except (*ASN1_ERRORS, BadCertificateError) as error:
        raise Pkcs7Error("pkcs7-malformed") from error


def _signer_info(info: Any) -> SignerInfo:
    issuer = serial = None
    if info["sid"].name == "issuer_and_serial_number":
        issuer = canonical_name(info["sid"].chosen["issuer"])
        serial = int(info["sid"].chosen["serial_number"].native)
    attributes = info["signed_attrs"]
    signed = content_type = message_digest = None
    if not isinstance(attributes, core.Void):
        # The signature covers the attributes as stored, with the tag of a SET (Android does not re-encode them).
        signed = b"\x31" + bytes(attributes.dump())[1:]
        content_type, message_digest = _attributes(attributes)
    return SignerInfo(
        issuer,
        serial,
        str(info["digest_algorithm"]["algorithm"].dotted),
        str(info["signature_algorithm"]["algorithm"].dotted),
        bytes(info["signature"].native),
        signed,
        content_type,
        message_digest,
    )


def _attributes(attributes: Any) -> tuple[str | None, bytes | None]:
    values: dict[str, Any] = {}
    for attribute in attributes:
        kind = attribute["type"].dotted
        if kind in values:
            raise Pkcs7Error("pkcs7-malformed")
        values[kind] = attribute["values"]
    content_type, message_digest = _single(values.get(_CONTENT_TYPE)), _single(values.get(_MESSAGE_DIGEST))
    return (
        None if content_type is None else str(content_type.dotted),
        None if message_digest is None else bytes(message_digest.native),
    )


def _single(values: Any) -> Any:
    if values is None or len(values) == 0:
        return None
    if len(values) > 1:
        raise Pkcs7Error("pkcs7-malformed")
    return values[0]


def verify_signer(data: SignedData, info: SignerInfo, signature_file: bytes, min_sdk: int) -> tuple[Certificate, str] | None:
    """Return certificate and digest of a signer, None when its signature is wrong; Pkcs7Error to refuse the block."""
    family, digest = _supported(info, min_sdk)
    certificate = next((c for c in data.certificates if c.serial == info.serial and c.issuer == info.issuer), None)
    if certificate is None:
        raise Pkcs7Error("certificate-not-found")
    if not certificate.fit_to_sign:
        raise Pkcs7Error("certificate-unfit")
    if certificate.key is None or family_of(certificate.key) != family:
        raise Pkcs7Error("malformed-public-key")
    signed = signature_file
    if info.signed_attributes is not None:
        if min_sdk < _KITKAT:
            raise Pkcs7Error("signed-attributes-unsafe")
        if info.content_type is None or (info.message_digest is None and info.content_type == data.content_type):
            raise Pkcs7Error("signed-attributes-incomplete")
        if info.content_type != data.content_type:
            return None
        if hashlib.new(hashlib_name(digest), signature_file).digest() != info.message_digest:
            return None
        signed = info.signed_attributes
    return (certificate, digest) if signature_holds(certificate.key, digest, info.signature, signed) else None


def _supported(info: SignerInfo, min_sdk: int) -> tuple[str, str]:
    """Return family and digest of a pair that every platform from `min_sdk` on supports."""
    digest = _DIGESTS.get(info.digest_id)
    family, named = _SIGNATURES.get(info.signature_id, (None, None))
    if digest and family and named in (None, digest):
        since = _SUPPORTED_SINCE.get((family, digest, named is not None))
        if since is not None and since <= min_sdk:
            return family, digest
    signature = f"{named} with {family}" if named else family or info.signature_id
    raise Pkcs7Error("algorithm-unsupported", digest or info.digest_id, signature)


def hashlib_name(digest: str) -> str:
    """Return hashlib's name of a digest such as SHA-256."""
    return digest.replace("-", "").lower()
