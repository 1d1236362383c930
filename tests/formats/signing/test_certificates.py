"""What certificates say; OpenSSL, through cryptography, is the second opinion."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from tests.formats.signing.build import identity

from mingcha.formats.signing.certificates import BadCertificateError, Certificate, read_certificate

USAGE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


def named(*parts: tuple[x509.ObjectIdentifier, str]) -> Certificate:
    """Return a certificate with a subject of these parts, in encoding order."""
    who = identity()
    name = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])
    start = dt.datetime(2001, 2, 3, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, who.key.public_key(), 1, start, start + dt.timedelta(9))
    return read_certificate(builder.sign(who.key, hashes.SHA384()).public_bytes(Encoding.DER))


def test_the_facts_of_a_certificate() -> None:
    who = identity("测试 App", "RSA")
    found = read_certificate(who.certificate)
    other = x509.load_der_x509_certificate(who.certificate)
    assert found.sha256 == other.fingerprint(hashes.SHA256()).hex() == who.sha256
    assert found.subject == other.subject.rfc4514_string() == "CN=测试 App,C=CN"
    assert (found.serial, found.key_bytes, found.algorithm) == (4711, who.spki, "RSA-2048/SHA-256")
    assert (found.not_before, found.not_after) == ("2020-01-01", "2049-12-31")
    assert (found.known_key, found.fit_to_sign, found.der) == (None, True, who.certificate)


def test_dates_and_the_digest_of_the_certificate() -> None:
    found = named((NameOID.COMMON_NAME, "x"))
    assert (found.not_before, found.not_after, found.algorithm) == ("2001-02-03", "2001-02-12", "EC-256/SHA-384")


@pytest.mark.parametrize("text", ["a,b", 'say "hi"', "a+b", "<x>;y", "#start", " both ", "back\\slash", "=plain=", "两 字", "a b"])
def test_special_characters_are_escaped_as_rfc_4514_says(text: str) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    assert named((NameOID.COMMON_NAME, text)).subject == name.rfc4514_string()


def test_control_characters_are_shown_by_their_bytes() -> None:
    assert named((NameOID.COMMON_NAME, "a\nb")).subject == "CN=a\\0Ab"


def test_the_mail_address_has_its_usual_keyword_and_unknown_parts_their_number() -> None:
    found = named((NameOID.EMAIL_ADDRESS, "a@b.cn"), (NameOID.PSEUDONYM, "p"), (NameOID.COMMON_NAME, "x"))
    assert found.subject == "CN=x,2.5.4.65=p,emailAddress=a@b.cn"


def test_names_that_java_takes_as_equal_are_equal() -> None:
    one = named((NameOID.COMMON_NAME, "Big  App"), (NameOID.ORGANIZATION_NAME, "Acme"))
    two = named((NameOID.COMMON_NAME, "big app"), (NameOID.ORGANIZATION_NAME, "ACME"))
    assert one.issuer == two.issuer == "o=acme,cn=big app"
    assert one.issuer != named((NameOID.COMMON_NAME, "bigapp")).issuer


def test_debug_and_public_test_keys_are_known() -> None:
    country, org, unit, name = (
        NameOID.COUNTRY_NAME,
        NameOID.ORGANIZATION_NAME,
        NameOID.ORGANIZATIONAL_UNIT_NAME,
        NameOID.COMMON_NAME,
    )
    assert named((country, "US"), (org, "Android"), (name, "Android Debug")).known_key == "debug"
    aosp = [(country, "US"), (unit, "Android"), (name, "Android"), (NameOID.EMAIL_ADDRESS, "android@android.com")]
    assert named(*aosp).known_key == "aosp"
    assert named(*aosp[:3]).known_key is None
    assert named((name, "Android Debugger")).known_key is None


@pytest.mark.parametrize(
    ("extension", "critical", "fit"),
    [
        (x509.KeyUsage(**USAGE | {"digital_signature": True}), True, True),
        (x509.KeyUsage(**USAGE | {"content_commitment": True}), True, True),
        (x509.KeyUsage(**USAGE | {"key_encipherment": True}), True, False),
        (x509.KeyUsage(**USAGE | {"key_encipherment": True}), False, False),
        (x509.BasicConstraints(ca=True, path_length=None), True, True),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), True, False),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), False, True),
    ],
)
def test_extensions_decide_whether_v1_may_be_signed(extension: x509.ExtensionType, critical: bool, fit: bool) -> None:
    who = identity("extended", "EC", extension, critical=critical)
    assert read_certificate(who.certificate).fit_to_sign is fit


@pytest.mark.parametrize("der", [b"", b"\x30", b"\x30\x80", b"hello", identity().certificate[:-1], identity().spki], ids=range(6))
def test_what_is_no_certificate_is_refused(der: bytes) -> None:
    with pytest.raises(BadCertificateError):
        read_certificate(der)


def test_oversized_certificates_and_names_are_refused() -> None:
    many = [(NameOID.ORGANIZATIONAL_UNIT_NAME, str(number)) for number in range(65)]
    assert named(*many[:64]).subject.startswith("OU=63,OU=62,")
    with pytest.raises(BadCertificateError):
        named(*many)
    with pytest.raises(BadCertificateError):
        read_certificate(identity().certificate + bytes(64 << 10))


def test_damaged_certificates_give_a_result_or_the_error() -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable damage, not secrets
    outcomes = {"read": 0, "refused": 0}
    der = identity("damaged", "RSA").certificate
    for _ in range(3000):
        mutant = bytearray(der)
        for _ in range(chance.randint(1, 3)):
            mutant[chance.randrange(len(mutant))] = chance.choice((0, 1, 2, 0x30, 0x7F, 0x80, 0x84, 0xFF))
        try:
            read_certificate(bytes(mutant))
        except BadCertificateError:
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
    assert sum(outcomes.values()) == 3000
    assert min(outcomes.values()) > 300
