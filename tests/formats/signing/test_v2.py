"""v2 verifies for all algorithms, protects every byte, and says when a later scheme was stripped."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import (
    DATA,
    DSA_256,
    EC_256,
    EC_512,
    EC_VERITY,
    ENTRIES,
    RSA_256,
    RSA_512,
    RSA_PSS_256,
    RSA_PSS_512,
    V2,
    V3,
    Signature,
    check,
    codes,
    identity,
    sign,
    zip_of,
)

from mingcha.model import UnreadablePackageError

PACKAGE = zip_of(ENTRIES)
ONE = identity()
STRIPPING_PROTECTION = 0xBEEFF00D


@pytest.mark.parametrize(
    ("kind", "algorithm", "name"),
    [
        ("RSA", RSA_256, "RSA-2048/SHA-256"),
        ("RSA", RSA_512, "RSA-2048/SHA-512"),
        ("RSA", RSA_PSS_256, "RSA-2048/SHA-256"),
        ("RSA", RSA_PSS_512, "RSA-2048/SHA-512"),
        ("EC", EC_256, "EC-256/SHA-256"),
        ("EC", EC_512, "EC-256/SHA-512"),
        ("DSA", DSA_256, "DSA-1024/SHA-256"),
    ],
)
def test_every_algorithm_verifies(kind: str, algorithm: int, name: str) -> None:
    who = identity(kind=kind)
    signing = check(sign(PACKAGE, {V2: [Signature(who, algorithms=(algorithm,))]}))
    assert (signing.verified, signing.schemes, signing.certificates) == (True, ("v2",), (who.sha256,))
    (signer,) = signing.signers
    assert (signer.scheme, signer.name, signer.valid, signer.algorithm, signer.sha256, signer.subject) == (
        "v2",
        "#1",
        True,
        name,
        who.sha256,
        "CN=Mingcha,C=CN",
    )
    assert (signer.certificate, signer.not_before, signer.not_after) == (who.certificate, "2020-01-01", "2049-12-31")


def test_several_signers() -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(ONE), Signature(identity("Other"))]}))
    assert (signing.verified, signing.certificates) == (True, (ONE.sha256, identity("Other").sha256))


def test_a_verity_digest_is_checked_from_android_9_on() -> None:
    aligned = zip_of({"a": b"x" * (3 * 4096 - 31)})
    both = (EC_256, EC_VERITY)
    assert check(sign(aligned, {V2: [Signature(ONE, algorithms=both)]})).verified
    wrong = Signature(ONE, algorithms=both, digests={EC_VERITY: bytes(40)})
    assert codes(check(sign(aligned, {V2: [wrong]}))) == ["content-digest-wrong"]
    assert codes(check(sign(PACKAGE, {V2: [Signature(ONE, algorithms=both)]}))) == ["verity-unaligned"]


@pytest.mark.parametrize(
    ("value", "verified", "errors", "warnings"),
    [
        (3, False, ["scheme-stripped"], []),
        (2, False, ["scheme-stripped"], []),
        (4, True, [], ["unknown-scheme-id"]),
        (-1, True, [], ["unknown-scheme-id"]),
    ],
)
def test_stripping_protection(value: int, verified: bool, errors: list[str], warnings: list[str]) -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(ONE, attributes=[(STRIPPING_PROTECTION, struct.pack("<i", value))])]}))
    assert (signing.verified, codes(signing), [i.code for i in signing.warnings]) == (verified, errors, warnings)


def test_stripping_protection_is_content_when_the_later_scheme_is_there() -> None:
    protected = Signature(ONE, attributes=[(STRIPPING_PROTECTION, struct.pack("<i", 3))])
    signing = check(sign(PACKAGE, {V2: [protected], V3: [Signature(ONE)]}))
    assert (signing.verified, signing.schemes, signing.warnings) == (True, ("v2", "v3"), ())


def test_attributes_too_short_are_an_error_and_unknown_ones_are_noted() -> None:
    short = Signature(ONE, attributes=[(7, b""), (STRIPPING_PROTECTION, b"\3\0")])
    signing = check(sign(PACKAGE, {V2: [short]}))
    assert codes(signing) == ["malformed-attribute"]
    assert signing.errors[0].text.en == "additional attribute 2 is malformed"
    assert [issue.text.en for issue in signing.warnings] == ["unknown additional attribute 0x7"]


@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_no_changed_byte_of_a_v2_package_verifies(mask: int) -> None:
    package = sign(PACKAGE, {V2: [Signature(ONE)]})
    assert check(package).verified
    survivors = []
    for place in range(len(package)):
        mutant = bytearray(package)
        mutant[place] ^= mask
        if verifies(bytes(mutant)):
            survivors.append(place)
    assert survivors == []


def test_no_changed_byte_outside_the_padding_verifies_in_a_package_of_apksigner() -> None:
    package = (DATA / "v1v2.apk").read_bytes()
    padding = package.index(struct.pack("<I", 0x42726577)) - 8
    size = struct.unpack_from("<Q", package, padding)[0]
    # A longer v2 pair swallows the head of the padding behind it; no platform, and not apksigner, looks beyond the signers.
    length = package.index(struct.pack("<I", V2)) - 8
    survivors = []
    for place in [*range(length), *range(length + 2, padding), *range(padding + 8 + size, len(package))]:
        mutant = bytearray(package)
        mutant[place] ^= 0x10
        if verifies(bytes(mutant)):
            survivors.append(place)
    assert survivors == []


def verifies(package: bytes) -> bool:
    try:
        return check(package, 21, 29).verified
    except UnreadablePackageError:
        return False
