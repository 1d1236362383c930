"""v3 and v3.1: platform ranges, rotation, and the protection of one by the other."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import (
    DATA,
    EC_256,
    EC_VERITY,
    ENTRIES,
    V2,
    V3,
    V31,
    Signature,
    check,
    codes,
    identity,
    lineage,
    sign,
    zip_of,
)

PACKAGE = zip_of(ENTRIES)
OLD, NEW, NEWEST = identity("Old"), identity("New"), identity("Newest")
PROOF, ROTATION_MIN_SDK, ON_DEV_RELEASE = 0x3BA06F8C, 0x559F8B02, 0xC2A6B3BA
MAX = 0x7FFFFFFF


def proof(*chain) -> list[tuple[int, bytes]]:
    return [(PROOF, lineage(*chain))]


def rotation(sdk: int) -> list[tuple[int, bytes]]:
    return [(ROTATION_MIN_SDK, struct.pack("<i", sdk))]


def test_one_signer_for_all_platforms() -> None:
    signing = check(sign(PACKAGE, {V3: [Signature(OLD)]}), 28)
    assert (signing.verified, signing.schemes, signing.certificates) == (True, ("v3",), (OLD.sha256,))
    assert [(s.min_sdk, s.max_sdk, s.lineage) for s in signing.signers] == [(28, MAX, ())]


def test_a_rotated_key_is_the_packages_key_and_names_its_past() -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(OLD)], V3: [Signature(NEW, attributes=proof(OLD, NEW))]}))
    assert (signing.verified, signing.certificates) == (True, (NEW.sha256,))
    assert signing.signers[-1].lineage == (OLD.sha256, NEW.sha256)


def test_each_platform_range_may_have_its_signer() -> None:
    signers = [Signature(OLD, sdks=(24, 29)), Signature(NEW, attributes=proof(OLD, NEW), sdks=(30, MAX))]
    signing = check(sign(PACKAGE, {V3: signers}), 28)
    assert (signing.verified, signing.certificates) == (True, (NEW.sha256,))


@pytest.mark.parametrize(
    ("ranges", "code", "words"),
    [
        ([(29, MAX)], "sdk-range-incomplete", "29–2147483647"),
        ([(28, 40)], "sdk-range-incomplete", "28–40"),
        ([(28, 29), (31, MAX)], "sdk-range-broken", ""),
        ([(28, 30), (30, MAX)], "sdk-range-broken", ""),
        ([(30, 28)], "bad-sdk-range", "30–28"),
        ([(-1, MAX)], "bad-sdk-range", "-1–2147483647"),
    ],
)
def test_ranges_must_be_whole(ranges: list[tuple[int, int]], code: str, words: str) -> None:
    signing = check(sign(PACKAGE, {V3: [Signature(OLD, sdks=sdks) for sdks in ranges]}), 28)
    assert not signing.verified
    assert codes(signing)[0] == code
    assert words in signing.errors[0].text.zh


def test_a_signer_for_a_preview_may_start_on_the_platform_before() -> None:
    preview = [(ON_DEV_RELEASE, b"")]
    signers = [Signature(OLD, sdks=(28, 30)), Signature(OLD, sdks=(30, MAX), attributes=preview)]
    assert check(sign(PACKAGE, {V3: signers}), 28).verified


def test_the_signed_range_must_be_the_one_outside() -> None:
    assert codes(check(sign(PACKAGE, {V3: [Signature(OLD, outer_sdks=(28, 99))]}), 28)) == ["sdk-range-differs"]


def test_lineages_may_only_grow_and_must_share_their_beginning() -> None:
    longer = Signature(NEWEST, attributes=proof(OLD, NEW, NEWEST), sdks=(28, 29))
    shorter = Signature(NEW, attributes=proof(OLD, NEW), sdks=(30, MAX))
    assert "lineages-differ" in codes(check(sign(PACKAGE, {V3: [longer, shorter]}), 28))
    first = Signature(NEW, attributes=proof(OLD, NEW), sdks=(28, 29))
    second = Signature(NEWEST, attributes=proof(NEW, OLD, NEWEST), sdks=(30, MAX))
    assert codes(check(sign(PACKAGE, {V3: [first, second]}), 28)) == ["lineages-differ"]


def v31(*, named: int | None = 33, starts: int = 33, last: int | None = None, with_v3: bool = True) -> bytes:
    schemes = {V31: [Signature(NEW, attributes=proof(OLD, NEW), sdks=(starts, MAX))]}
    if with_v3:
        attributes = [] if named is None else rotation(named)
        schemes[V3] = [Signature(OLD, attributes=attributes, sdks=(28, last or starts - 1))]
    return sign(PACKAGE, schemes)


def test_v31_brings_the_new_key_to_new_platforms_only() -> None:
    signing = check(v31(), 28)
    assert (signing.verified, signing.schemes, signing.certificates) == (True, ("v3", "v3.1"), (NEW.sha256,))
    assert [(s.scheme, s.sha256, s.min_sdk, s.max_sdk) for s in signing.signers] == [
        ("v3", OLD.sha256, 28, 32),
        ("v3.1", NEW.sha256, 33, MAX),
    ]


@pytest.mark.parametrize(
    ("package", "code"),
    [
        (v31(named=34), "rotation-sdk-differs"),
        (v31(with_v3=False), "v31-without-v3"),
        (v31(last=31), "sdk-range-incomplete"),
        (sign(PACKAGE, {V3: [Signature(OLD, attributes=rotation(33))]}), "v31-missing"),
        (v31(starts=34, named=34), "sdk-range-incomplete"),
        (sign(PACKAGE, {V3: [Signature(OLD, attributes=[(ROTATION_MIN_SDK, b"\x21")])]}), "malformed-attribute"),
    ],
)
def test_v3_and_v31_protect_each_other(package: bytes, code: str) -> None:
    assert codes(check(package, 28)) == [code]


def test_a_v3_that_does_not_protect_its_v31_is_noted() -> None:
    signing = check(v31(named=None), 28)
    assert (signing.verified, [issue.code for issue in signing.warnings]) == (True, ["rotation-sdk-unprotected"])


def test_unknown_attributes_are_noted() -> None:
    signing = check(sign(PACKAGE, {V3: [Signature(OLD, attributes=[(0x1234, b"x")])]}), 28)
    assert (signing.verified, [issue.code for issue in signing.warnings]) == (True, ["unknown-attribute"])


def test_v3_is_not_asked_of_a_signer_before_android_9() -> None:
    only_verity = Signature(OLD, algorithms=(EC_VERITY,), sdks=(28, MAX))
    both = Signature(OLD, algorithms=(EC_256, EC_VERITY), sdks=(28, MAX))
    aligned = zip_of({"a": b"x" * (4096 - 31)})
    assert [check(sign(aligned, {V3: [s]}), 28).verified for s in (only_verity, both)] == [True, True]


@pytest.mark.parametrize(("name", "min_sdk"), [("v2v3", 24), ("verity", 28)])
def test_packages_of_apksigner(name: str, min_sdk: int) -> None:
    signing = check((DATA / f"{name}.apk").read_bytes(), min_sdk, 34)
    assert signing.verified
    assert signing.certificates == ("7840e0923e5141319f109df059d6d61e24a47538009618bea8d947b23bbc011c",)
