"""What v2 and v3 share: signers, signatures, certificates and digests, each made wrong in turn."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import (
    EC_256,
    EC_512,
    ENTRIES,
    RSA_256,
    V2,
    V3,
    Signature,
    check,
    codes,
    identity,
    insert,
    prefixed,
    sign,
    zip_of,
)

from mingcha.formats.signing.issues import make_issue
from mingcha.formats.signing.result import Signer
from mingcha.formats.signing.schemes import make_signer

PACKAGE = zip_of(ENTRIES)
ONE = identity()
OTHER = identity("Other")
JUNK = prefixed(b"\1\0\0\0\xff\xff\xff\xff")

# What is wrong with the only signer, and how the verdict says so.
WRONG = {
    "no-signatures": {"raw_signatures": b""},
    "malformed-signature": {"raw_signatures": JUNK},
    "no-supported-signatures": {"raw_signatures": prefixed(struct.pack("<I", 0x999), prefixed(b"x"))},
    "malformed-public-key": {"public_key": b"junk"},
    "no-certificates": {"certificates": []},
    "malformed-certificate": {"certificates": [ONE.certificate, b"junk"]},
    "too-many-certificates": {"certificates": [ONE.certificate] * 65},
    "public-key-differs": {"certificates": [OTHER.certificate]},
    "algorithms-differ": {"digest_algorithms": (EC_256, EC_512)},
    "content-digest-wrong": {"digests": {EC_256: bytes(32)}},
    "malformed-attribute": {"raw_attributes": b"\2\0\0\0xx"},
}


@pytest.mark.parametrize("scheme", [V2, V3])
@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_signer_is_rejected_and_the_reason_told(scheme: int, code: str) -> None:
    signing = check(sign(PACKAGE, {scheme: [Signature(ONE, **WRONG[code])]}), 28)
    assert (signing.verified, signing.schemes, codes(signing)) == (False, (), [code])
    assert [(signer.name, signer.valid) for signer in signing.signers] == [("#1", False)]
    assert signing.signers[0].error == signing.errors[0].text


@pytest.mark.parametrize("scheme", [V2, V3])
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"raw_attributes": prefixed(b"\7\0\0\0") * 257}, "malformed-attribute"),
        ({"raw_signatures": prefixed(b"\7\0\0\0", prefixed()) * 257}, "malformed-signature"),
    ],
)
def test_more_than_any_real_signer_has_is_refused(scheme: int, fields: dict[str, bytes], code: str) -> None:
    signing = check(sign(PACKAGE, {scheme: [Signature(ONE, **fields)]}), 28)
    assert codes(signing) == [code]
    assert "257" in signing.errors[0].text.en


@pytest.mark.parametrize("scheme", [V2, V3])
def test_a_signature_by_another_key_is_rejected(scheme: int) -> None:
    signing = check(sign(PACKAGE, {scheme: [Signature(ONE, public_key=OTHER.spki)]}), 28)
    assert codes(signing) == ["signature-wrong"]
    assert signing.errors[0].text.en == "the ECDSA/SHA-256 signature does not verify"


def test_a_key_of_another_family_than_the_algorithm_is_rejected() -> None:
    assert codes(check(sign(PACKAGE, {V2: [Signature(ONE, algorithms=(RSA_256,))]}))) == ["malformed-public-key"]


@pytest.mark.parametrize("scheme", [V2, V3])
@pytest.mark.parametrize(
    ("block", "code"),
    [
        (b"", "malformed-signers"),
        (b"\xff\xff\xff\xff", "malformed-signers"),
        (prefixed(), "no-signers"),
        (prefixed(b"\xff\0\0\0"), "malformed-signer"),
        (prefixed(prefixed(prefixed(b"x"))), "malformed-signer"),
    ],
)
def test_a_block_that_is_no_list_of_signers_is_rejected(scheme: int, block: bytes, code: str) -> None:
    assert codes(check(insert(PACKAGE, [(scheme, block)]), 28)) == [code]


def test_ten_signers_are_allowed_and_eleven_are_not() -> None:
    assert check(sign(PACKAGE, {V2: [Signature(ONE)] * 10})).verified
    signing = check(sign(PACKAGE, {V2: [Signature(ONE)] * 11}))
    assert codes(signing) == ["too-many-signers"]
    assert len(signing.signers) == 10


def test_one_bad_signer_of_two_spoils_the_package_and_the_good_one_is_still_listed() -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(ONE), Signature(OTHER, public_key=ONE.spki)]}))
    assert codes(signing) == ["signature-wrong"]
    assert [(s.name, s.valid, s.sha256) for s in signing.signers] == [("#1", True, ONE.sha256), ("#2", False, None)]


def test_every_signers_digests_are_compared() -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(ONE), Signature(OTHER, digests={EC_256: bytes(32)})]}))
    assert codes(signing) == ["content-digest-wrong"]
    assert [signer.valid for signer in signing.signers] == [True, False]


def test_unknown_algorithms_beside_a_known_one_are_only_noted() -> None:
    class Odd(Signature):
        def _digest(self, algorithm: int, package: bytes) -> bytes:
            return prefixed(struct.pack("<I", algorithm), prefixed(b"?")) if algorithm == 0x999 else super()._digest(algorithm, package)

    signing = check(sign(PACKAGE, {V2: [Odd(ONE, algorithms=(0x999, EC_256))]}))
    assert signing.verified
    assert [(issue.code, issue.text.en) for issue in signing.warnings] == [("unknown-algorithm", "unknown signature algorithm 0x999")]


def test_the_strongest_signature_names_the_algorithm() -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(ONE, algorithms=(EC_256, EC_512))]}))
    assert [signer.algorithm for signer in signing.signers] == ["EC-256/SHA-512"]


def test_a_signer_without_certificate_is_listed_by_its_name_and_error() -> None:
    issue = make_issue("no-certificates", "v2", signer="#1")
    assert make_signer("v2", "#1", None, None, issue) == Signer("v2", "#1", valid=False, error=issue.text)
