"""A proof of rotation counts only when each key signed the next and the last one is the signer's."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import (
    DATA,
    EC_512,
    ENTRIES,
    RSA_PSS_256,
    V3,
    Signature,
    check,
    codes,
    identity,
    lineage,
    prefixed,
    sign,
    zip_of,
)

from mingcha.formats.signing.certificates import read_certificate
from mingcha.formats.signing.lineage import longest_lineage, starts_with
from mingcha.formats.signing.schemes import Node

PACKAGE = zip_of(ENTRIES)
OLD, NEW = identity("Old"), identity("New")
PROOF = 0x3BA06F8C


def verdict(value: bytes, who=NEW):
    return check(sign(PACKAGE, {V3: [Signature(who, attributes=[(PROOF, value)])]}), 28)


@pytest.mark.parametrize("algorithm", [0x0201, EC_512])
def test_a_chain_of_three_verifies(algorithm: int) -> None:
    third = identity("Third")
    signing = verdict(lineage(OLD, NEW, third, algorithm=algorithm), third)
    assert signing.verified
    assert signing.signers[0].lineage == (OLD.sha256, NEW.sha256, third.sha256)


def broken_signature() -> bytes:
    value = bytearray(lineage(OLD, NEW))
    value[-1] ^= 1
    return bytes(value)


def other_algorithm() -> bytes:
    """Return a proof whose signed algorithm is not the one that the parent announced."""
    first = prefixed(prefixed(prefixed(OLD.certificate), bytes(4)), struct.pack("<II", 23, EC_512), prefixed())
    data = prefixed(NEW.certificate) + struct.pack("<I", 0x0201)
    second = prefixed(prefixed(data), struct.pack("<II", 23, 0), prefixed(OLD.sign(EC_512, data)))
    return struct.pack("<I", 1) + first + second


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b"", "lineage-malformed"),
        (struct.pack("<I", 2) + lineage(OLD, NEW)[4:], "lineage-malformed"),
        (lineage(OLD, NEW)[:-1], "lineage-malformed"),
        (lineage(*[NEW] * 65), "lineage-malformed"),
        (struct.pack("<I", 1), "lineage-other-certificate"),
        (lineage(NEW, OLD), "lineage-other-certificate"),
        (lineage(NEW, NEW), "lineage-other-certificate"),
        (broken_signature(), "lineage-wrong"),
        (other_algorithm(), "lineage-wrong"),
        (lineage(OLD, NEW, algorithm=0x0201).replace(OLD.certificate, b"\0" * len(OLD.certificate)), "lineage-wrong"),
    ],
)
def test_a_false_proof_rejects_the_signer(value: bytes, code: str) -> None:
    signing = verdict(value)
    assert (signing.verified, codes(signing)) == (False, [code])
    assert signing.signers[0].lineage == ()


def test_a_parent_of_another_family_than_its_algorithm_is_refused() -> None:
    rsa_parent = identity("Rsa", "RSA")
    data = prefixed(NEW.certificate) + struct.pack("<I", 0x0201)
    first = prefixed(prefixed(prefixed(rsa_parent.certificate), bytes(4)), struct.pack("<II", 23, 0x0201), prefixed())
    second = prefixed(prefixed(data), struct.pack("<II", 23, 0), prefixed(rsa_parent.sign(RSA_PSS_256, data)))
    assert codes(verdict(struct.pack("<I", 1) + first + second)) == ["lineage-wrong"]


def test_a_package_rotated_by_apksigner() -> None:
    signing = check((DATA / "rotated.apk").read_bytes(), 21, 29)
    assert (signing.verified, signing.schemes) == (True, ("v1", "v2", "v3"))
    assert {signer.scheme: signer.subject for signer in signing.signers} == {
        "v1": "CN=Mingcha Old",
        "v2": "CN=Mingcha Old",
        "v3": "CN=Mingcha New",
    }
    assert signing.signers[-1].lineage == (
        "7840e0923e5141319f109df059d6d61e24a47538009618bea8d947b23bbc011c",
        "43087170291b8d60904d71bf0e1ab1f4e60470a012f1e8c69ae11d4b7925468b",
    )


def node(who, flags: int = 0) -> Node:
    return Node(read_certificate(who.certificate), 0, 0, b"", flags)


def test_the_longest_lineage_must_begin_like_all_others() -> None:
    one, two = node(OLD), node(NEW)
    assert longest_lineage([]) == ()
    assert longest_lineage([(), (one, two), (one,)]) == (one, two)
    assert longest_lineage([(one, two), (two,)]) is None
    assert longest_lineage([(one, two), (node(OLD, flags=1),)]) is None


def test_the_root_of_a_lineage() -> None:
    assert starts_with((node(OLD), node(NEW)), OLD.sha256)
    assert not starts_with((node(OLD), node(NEW)), NEW.sha256)
    assert not starts_with((), OLD.sha256)
