"""JAR signature blocks: certificates, signers, signed attributes, algorithms by platform, damage."""

from __future__ import annotations

import random

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives import hashes
from tests.formats.signing.build import EC_256, RSA_256, identity, signature_block

from mingcha.formats.signing.pkcs7 import Pkcs7Error, hashlib_name, read_signed_data, verify_signer

FILE = b"Signature-Version: 1.0\r\n\r\n"
EC, RSA = identity(), identity("Rsa", "RSA")
SHA256, SHA1, MD5 = "2.16.840.1.101.3.4.2.1", "1.3.14.3.2.26", "1.2.840.113549.2.5"


def verdict(block: bytes, min_sdk: int = 24, number: int = 0):
    data = read_signed_data(block)
    return verify_signer(data, data.signers[number], FILE, min_sdk)


def code(block: bytes, min_sdk: int = 24) -> str:
    with pytest.raises(Pkcs7Error) as caught:
        verdict(block, min_sdk)
    return caught.value.code


def changed(block: bytes, change) -> bytes:
    """Return the block after a change to its parsed SignedData."""
    info = cms.ContentInfo.load(block)
    change(info["content"])
    return info.dump(force=True)


def with_algorithms(who, digest: str, signature: str, algorithm: int) -> bytes:
    """Return a block of one signer with these algorithm identifiers."""

    def change(content) -> None:
        signer = content["signer_infos"][0]
        signer["digest_algorithm"] = {"algorithm": digest}
        signer["signature_algorithm"] = {"algorithm": signature}
        signer["signature"] = core.OctetString(who.sign(algorithm, FILE))

    return changed(signature_block(FILE, who), change)


@pytest.mark.parametrize("who", [EC, RSA])
@pytest.mark.parametrize("attributes", [False, True])
def test_a_block_verifies_and_gives_the_certificate(who, attributes: bool) -> None:
    certificate, digest = verdict(signature_block(FILE, who, attributes=attributes))
    assert (certificate.sha256, certificate.der, digest) == (who.sha256, who.certificate, "SHA-256")


@pytest.mark.parametrize("attributes", [False, True])
def test_another_file_does_not_verify(attributes: bool) -> None:
    assert verdict(signature_block(b"other", EC, attributes=attributes)) is None


def test_the_signers_certificate_is_found_in_the_bag() -> None:
    data = read_signed_data(signature_block(FILE, RSA, EC))
    assert len(data.certificates) == 2
    assert {verify_signer(data, info, FILE, 24)[0].sha256 for info in data.signers} == {RSA.sha256, EC.sha256}


@pytest.mark.parametrize(
    ("digest", "signature", "since"),
    [
        (SHA256, "1.2.840.113549.1.1.1", 18),
        (SHA256, "1.2.840.113549.1.1.11", 18),
        ("2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12", 21),
        ("2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.1", 18),
    ],
)
def test_rsa_blocks_are_refused_where_a_platform_lacks_the_algorithm(digest: str, signature: str, since: int) -> None:
    block = with_algorithms(RSA, digest, signature, RSA_256)
    assert code(block, since - 1) == "algorithm-unsupported"
    verdict(block, since)


@pytest.mark.parametrize(
    ("digest", "signature"),
    [
        (SHA1, "1.2.840.113549.1.1.11"),
        (SHA256, "1.2.840.113549.1.1.5"),
        (MD5, "1.2.840.10040.4.1"),
        (MD5, "1.2.840.10045.2.1"),
        ("2.16.840.1.101.3.4.2.3", "2.16.840.1.101.3.4.3.4"),
        ("1.2.3.4", "1.2.840.113549.1.1.1"),
        (SHA256, "1.2.3.4"),
    ],
)
def test_pairs_that_no_open_range_supports_are_refused(digest: str, signature: str) -> None:
    assert code(with_algorithms(RSA, digest, signature, RSA_256), 34) == "algorithm-unsupported"


def test_a_key_of_another_family_than_the_algorithm_is_refused() -> None:
    assert code(with_algorithms(EC, SHA256, "1.2.840.113549.1.1.1", EC_256)) == "malformed-public-key"


def test_a_missing_certificate_is_told() -> None:
    def drop(content) -> None:
        content["certificates"] = cms.CertificateSet([])

    def exchange(content) -> None:
        content["certificates"] = cms.CertificateSet([cms.CertificateChoices.load(RSA.certificate)])

    assert code(changed(signature_block(FILE, EC), drop)) == "certificate-not-found"
    assert code(changed(signature_block(FILE, EC), exchange)) == "certificate-not-found"


def test_signed_attributes_are_refused_before_android_4_4() -> None:
    block = signature_block(FILE, RSA, attributes=True)
    assert code(block, 18) == "signed-attributes-unsafe"
    assert verdict(block, 19) is not None


def drop_attribute(name: str):
    def change(content) -> None:
        signer = content["signer_infos"][0]
        kept = [attribute for attribute in signer["signed_attrs"] if attribute["type"].native != name]
        signer["signed_attrs"] = cms.CMSAttributes(kept)

    return change


def double_attribute(content) -> None:
    attributes = list(content["signer_infos"][0]["signed_attrs"])
    content["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes([*attributes, attributes[0]])


def two_digests(content) -> None:
    for attribute in content["signer_infos"][0]["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            attribute["values"] = cms.SetOfOctetString([b"1", b"2"])


def other_content_type(content) -> None:
    for attribute in content["signer_infos"][0]["signed_attrs"]:
        if attribute["type"].native == "content_type":
            attribute["values"] = cms.SetOfContentType(["enveloped_data"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (drop_attribute("content_type"), "signed-attributes-incomplete"),
        (drop_attribute("message_digest"), "signed-attributes-incomplete"),
        (double_attribute, "pkcs7-malformed"),
        (two_digests, "pkcs7-malformed"),
    ],
)
def test_incomplete_and_ambiguous_signed_attributes_are_refused(change, expected: str) -> None:
    assert code(changed(signature_block(FILE, RSA, attributes=True), change)) == expected


def test_another_content_type_or_changed_attributes_do_not_verify() -> None:
    block = signature_block(FILE, RSA, attributes=True)
    assert verdict(changed(block, other_content_type)) is None
    assert verdict(changed(block, drop_attribute("cms_algorithm_protection"))) == verdict(block)
    assert verdict(changed(block, drop_attribute("signing_time"))) is None


def test_blocks_without_signers_or_with_too_many_are_refused() -> None:
    def none(content) -> None:
        content["signer_infos"] = cms.SignerInfos([])

    def many(content) -> None:
        content["signer_infos"] = cms.SignerInfos([content["signer_infos"][0]] * 65)

    block = signature_block(FILE, EC)
    assert code(changed(block, none)) == "no-signer-info"
    assert code(changed(block, many)) == "pkcs7-malformed"


@pytest.mark.parametrize(
    "block", [b"", b"0", b"\x30\x80" * 5000, b"not asn.1", cms.ContentInfo({"content_type": "data", "content": b"x"}).dump()]
)
def test_what_is_no_signed_data_is_refused(block: bytes) -> None:
    assert code(block) == "pkcs7-malformed"


def test_an_oversized_block_is_refused() -> None:
    block = signature_block(FILE, EC)
    assert verdict(block + bytes(1000)) is not None
    assert code(block + bytes(1 << 20)) == "pkcs7-malformed"


def test_damaged_blocks_give_a_verdict_or_the_error() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable damage, not secrets
    blocks = [signature_block(FILE, RSA, attributes=True), signature_block(FILE, EC)]
    genuine = [verdict(block)[0].der for block in blocks]
    outcomes = {"holds": 0, "wrong": 0, "refused": 0}
    for number in range(3000):
        mutant = bytearray(blocks[number % 2])
        for _ in range(chance.randint(1, 3)):
            mutant[chance.randrange(len(mutant))] ^= chance.choice((1, 2, 0x20, 0x80, 0xFF))
        try:
            found = verdict(bytes(mutant))
        except Pkcs7Error:
            outcomes["refused"] += 1
            continue
        outcomes["holds" if found else "wrong"] += 1
        assert found is None or found[0].key_bytes == read_signed_data(blocks[number % 2]).certificates[0].key_bytes
    assert genuine == [RSA.certificate, EC.certificate]
    assert sum(outcomes.values()) == 3000
    assert min(outcomes["wrong"], outcomes["refused"]) > 300


def test_names_of_digests() -> None:
    assert [hashlib_name(name) for name in ("MD5", "SHA-1", "SHA-512")] == ["md5", "sha1", "sha512"]


def test_sha1_and_sha512_digests_are_named() -> None:
    assert verdict(signature_block(FILE, RSA, digest=hashes.SHA512()))[1] == "SHA-512"
