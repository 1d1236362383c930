"""Signatures of all families verify, and only with their own key, data and digest."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.formats.signing.build import DSA_256, EC_256, EC_512, RSA_256, RSA_PSS_256, RSA_PSS_512, identity

from mingcha.formats.signing.keys import (
    UnusableKeyError,
    encode_key,
    family_of,
    load_key,
    name_key,
    rsa_key,
    signature_holds,
)


@pytest.mark.parametrize(
    ("kind", "algorithm", "digest", "pss", "name"),
    [
        ("RSA", RSA_256, "SHA-256", False, "RSA-2048"),
        ("RSA", RSA_PSS_256, "SHA-256", True, "RSA-2048"),
        ("RSA", RSA_PSS_512, "SHA-512", True, "RSA-2048"),
        ("EC", EC_256, "SHA-256", False, "EC-256"),
        ("EC", EC_512, "SHA-512", False, "EC-256"),
        ("DSA", DSA_256, "SHA-256", False, "DSA-1024"),
    ],
)
def test_signatures_hold(kind: str, algorithm: int, digest: str, pss: bool, name: str) -> None:
    who = identity(kind=kind)
    key = load_key(who.spki)
    assert (name_key(key), encode_key(key)) == (name, who.spki)
    signature = who.sign(algorithm, b"data")
    assert signature_holds(key, digest, signature, b"data", pss=pss)
    assert not signature_holds(key, digest, signature, b"other", pss=pss)
    assert not signature_holds(key, "SHA-384", signature, b"data", pss=pss)
    assert not signature_holds(key, digest, signature[:-1], b"data", pss=pss)
    assert not signature_holds(load_key(identity("Other", kind).spki), digest, signature, b"data", pss=pss)


def test_pss_and_pkcs1_are_not_taken_for_each_other() -> None:
    who = identity(kind="RSA")
    assert not signature_holds(load_key(who.spki), "SHA-256", who.sign(RSA_256, b"data"), b"data", pss=True)
    assert not signature_holds(load_key(who.spki), "SHA-256", who.sign(RSA_PSS_256, b"data"), b"data")


def test_a_pss_salt_of_another_length_is_refused() -> None:
    who = identity(kind="RSA")
    signature = who.key.sign(b"data", padding.PSS(padding.MGF1(hashes.SHA256()), 20), hashes.SHA256())
    assert not signature_holds(load_key(who.spki), "SHA-256", signature, b"data", pss=True)


def test_families() -> None:
    assert [family_of(load_key(identity(kind=kind).spki)) for kind in ("RSA", "EC", "DSA")] == ["RSA", "ECDSA", "DSA"]


def test_an_rsa_key_from_numbers_is_the_key() -> None:
    numbers = identity(kind="RSA").key.public_key().public_numbers()
    assert encode_key(rsa_key(numbers.n, numbers.e)) == identity(kind="RSA").spki


@pytest.mark.parametrize("spki", [b"", b"0", identity().spki[:-1], identity().certificate], ids=range(4))
def test_what_is_no_key_is_refused(spki: bytes) -> None:
    with pytest.raises(UnusableKeyError):
        load_key(spki)


def test_keys_of_other_kinds_and_sizes_are_refused() -> None:
    ed = ed25519.Ed25519PrivateKey.generate().public_key()
    with pytest.raises(UnusableKeyError):
        load_key(ed.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(UnusableKeyError):
        rsa_key((1 << 16385) + 1, 65537)
    with pytest.raises(UnusableKeyError):
        rsa_key(15, 4)


def test_larger_curves_are_taken() -> None:
    key = ec.generate_private_key(ec.SECP521R1())
    signature = key.sign(b"data", ec.ECDSA(hashes.SHA512()))
    loaded = load_key(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    assert signature_holds(loaded, "SHA-512", signature, b"data")
