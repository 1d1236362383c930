"""APK Signature Schemes v3 (Android 9) and v3.1 (Android 13), checked as AOSP tools/apksig V3SchemeVerifier does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.formats.signing.algorithms import MAX_SDK
from mingcha.formats.signing.issues import make_issue
from mingcha.formats.signing.lineage import longest_lineage, read_lineage
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
    from mingcha.formats.signing.digests import ContentDigests
    from mingcha.formats.signing.reader import Reader
    from mingcha.formats.signing.schemes import Node

_PROOF_OF_ROTATION = 0x3BA06F8C
_ROTATION_MIN_SDK = 0x559F8B02
_ROTATION_ON_DEV_RELEASE = 0xC2A6B3BA


def verify_v3(
    value: memoryview, contents: ContentDigests, min_sdk: int, *, scheme: str = "v3", rotation_sdk: int | None = None
) -> tuple[SchemeResult, tuple[Node, ...]]:
    """Verify a v3 or v3.1 block for platforms from `min_sdk` on; return the result and the longest proof of rotation.

    `rotation_sdk` is the first platform of the v3.1 block, for a v3 block that has one beside it.
    """
    result = SchemeResult(scheme)

    def read(reader: Reader, record: SignerRecord) -> None:
        _read_signer(reader, record, rotation_sdk)

    records = read_signers(value, result, read)
    if result.errors:
        return result, ()
    check_content(result, records, contents)
    _check_ranges(result, records, min_sdk, MAX_SDK if rotation_sdk is None else rotation_sdk - 1)
    lineage = longest_lineage([record.lineage for record in records])
    if lineage is None:
        result.errors.append(make_issue("lineages-differ", scheme))
    return result, lineage or ()


def _read_signer(reader: Reader, record: SignerRecord, rotation_sdk: int | None) -> None:
    signed = reader.record()
    low, high = reader.i32(), reader.i32()
    record.min_sdk, record.max_sdk = low, high
    if low < 0 or low > high:
        raise record.reject("bad-sdk-range", low, high)
    signatures = reader.record()
    key_bytes = bytes(reader.field())
    record.signatures = read_pairs(record, signatures, "malformed-signature")
    check_signatures(record, signed.rest, key_bytes, (low, high))
    digests, certificates = signed.record(), signed.record()
    if (signed.i32(), signed.i32()) != (low, high):
        raise record.reject("sdk-range-differs")
    attributes = signed.record()
    read_certificates(record, certificates)
    check_key(record, key_bytes)
    read_digests(record, digests)
    read_attributes(record, attributes)
    _check_attributes(record, rotation_sdk)


def _check_attributes(record: SignerRecord, rotation_sdk: int | None) -> None:
    protected = False
    for number, (attribute, value) in enumerate(record.attributes, 1):
        if attribute == _PROOF_OF_ROTATION:
            record.lineage = read_lineage(record, value)
        elif attribute == _ROTATION_MIN_SDK:
            if len(value) < 4:  # noqa: PLR2004 - the attribute is one 32-bit number
                raise record.reject("malformed-attribute", number)
            protected = True
            named = int.from_bytes(value[:4], "little", signed=True)
            if rotation_sdk is None:
                raise record.reject("v31-missing", named)
            if named != rotation_sdk:
                raise record.reject("rotation-sdk-differs", named, rotation_sdk)
        elif attribute != _ROTATION_ON_DEV_RELEASE:
            record.warn("unknown-attribute", f"0x{attribute:x}")
    if rotation_sdk is not None and not protected:
        record.warn("rotation-sdk-unprotected", rotation_sdk)


def _check_ranges(result: SchemeResult, records: list[SignerRecord], min_sdk: int, max_sdk: int) -> None:
    """Signers must cover the platforms from `min_sdk` to `max_sdk` without holes, and lineages may only grow."""
    ranges = {record.max_sdk or 0: record for record in records}
    first = last = lineage = 0
    for high, record in sorted(ranges.items()):
        low = record.min_sdk or 0
        on_dev_release = any(attribute == _ROTATION_ON_DEV_RELEASE for attribute, _ in record.attributes)
        if first == 0:
            first = low
        elif low != last + 1 and not (low == last and on_dev_release):
            result.errors.append(make_issue("sdk-range-broken", result.scheme))
            break
        last = high
        if record.lineage:
            if len(record.lineage) < lineage:
                result.errors.append(make_issue("lineages-differ", result.scheme))
                break
            lineage = len(record.lineage)
    if first > min_sdk or last < max_sdk:
        result.errors.append(make_issue("sdk-range-incomplete", result.scheme, first, last))
