"""APK Signature Scheme v2 (Android 7.0), checked as AOSP tools/apksig V2SchemeVerifier does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.formats.signing.algorithms import MAX_SDK
from mingcha.formats.signing.schemes import (
    SchemeResult,
    SignerRecord,
    check_content,
    check_key,
    check_signatures,
    read_attributes,
    read_certificates,
    read_digests,
    read_pairs,
    read_signers,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingcha.formats.signing.digests import ContentDigests
    from mingcha.formats.signing.reader import Reader

# Attribute that names a later scheme the package was signed with as well.
_STRIPPING_PROTECTION = 0xBEEFF00D
# Schemes that stripping protection may name; the platform ignores numbers it does not know.
_KNOWN_SCHEMES = frozenset({2, 3})


def verify_v2(value: memoryview, contents: ContentDigests, found: Collection[int], min_sdk: int) -> SchemeResult:
    """Verify the v2 block for platforms from `min_sdk` on; `found` are the numbers of later schemes that are there."""
    result = SchemeResult("v2")

    def read(reader: Reader, record: SignerRecord) -> None:
        _read_signer(reader, record, found, min_sdk)

    records = read_signers(value, result, read)
    if not result.errors:
        check_content(result, records, contents)
    return result


def _read_signer(reader: Reader, record: SignerRecord, found: Collection[int], min_sdk: int) -> None:
    signed = reader.record()
    signatures = reader.record()
    key_bytes = bytes(reader.field())
    record.signatures = read_pairs(record, signatures, "malformed-signature")
    check_signatures(record, signed.rest, key_bytes, (min_sdk, MAX_SDK))
    digests, certificates, attributes = signed.record(), signed.record(), signed.record()
    read_certificates(record, certificates)
    check_key(record, key_bytes)
    read_digests(record, digests)
    read_attributes(record, attributes)
    _check_stripping(record, found)


def _check_stripping(record: SignerRecord, found: Collection[int]) -> None:
    expected = set()
    for number, (attribute, value) in enumerate(record.attributes, 1):
        if attribute != _STRIPPING_PROTECTION:
            record.warn("unknown-attribute", f"0x{attribute:x}")
        elif len(value) < 4:  # noqa: PLR2004 - the attribute is one 32-bit number
            raise record.reject("malformed-attribute", number)
        else:
            scheme = int.from_bytes(value[:4], "little", signed=True)
            if scheme in _KNOWN_SCHEMES:
                expected.add(scheme)
            else:
                record.warn("unknown-scheme-id", scheme)
    for scheme in sorted(expected):
        if scheme not in found:
            raise record.reject("scheme-stripped", scheme)
