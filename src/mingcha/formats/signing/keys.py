"""Public keys and the mathematics of signatures, by `cryptography`."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | dsa.DSAPublicKey

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "MD5": hashes.MD5(),  # noqa: S303 - Android accepts it in old JAR signatures; the report names it
    "SHA-1": hashes.SHA1(),  # noqa: S303 - as above
    "SHA-224": hashes.SHA224(),
    "SHA-256": hashes.SHA256(),
    "SHA-384": hashes.SHA384(),
    "SHA-512": hashes.SHA512(),
}

# OpenSSL verifies no larger ones; the bound stands here so that it is the same for every build of it.
_LARGEST_RSA = 16384


class UnusableKeyError(ValueError):
    """A public key is malformed, of an unknown kind, or too large."""


def load_key(spki: bytes) -> PublicKey:
    """Return the key of a DER SubjectPublicKeyInfo; UnusableKeyError otherwise."""
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKeyError(str(error)) from error
    if not isinstance(key, PublicKey) or key.key_size > _LARGEST_RSA:
        raise UnusableKeyError("key of an unsupported kind or size")
    return key


def rsa_key(modulus: int, exponent: int) -> PublicKey:
    """Return an RSA key from its numbers; UnusableKeyError when they are no key."""
    if modulus.bit_length() > _LARGEST_RSA:
        raise UnusableKeyError("RSA key too large")
    try:
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKeyError(str(error)) from error


def encode_key(key: PublicKey) -> bytes:
    """Return the key as DER SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def family_of(key: PublicKey) -> str:
    """Return RSA, ECDSA or DSA."""
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA"
    return "ECDSA" if isinstance(key, ec.EllipticCurvePublicKey) else "DSA"


def name_key(key: PublicKey) -> str:
    """Return kind and size of a key in bits, as RSA-2048, EC-256 or DSA-1024."""
    return f"{family_of(key).replace('ECDSA', 'EC')}-{key.key_size}"


def signature_holds(key: PublicKey, digest: str, signature: bytes, data: bytes, *, pss: bool = False) -> bool:
    """Tell whether `signature` over `data` verifies; `digest` is SHA-256 or the like; PSS has a salt of its length."""
    algorithm = _HASHES[digest]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            scheme = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size) if pss else padding.PKCS1v15()
            key.verify(signature, data, scheme, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            key.verify(signature, data, algorithm)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
