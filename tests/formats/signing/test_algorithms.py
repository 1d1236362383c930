"""Of several signatures those are chosen that some platform of the range would take."""

from __future__ import annotations

import pytest
from tests.formats.signing.build import EC_256, EC_512, EC_VERITY, RSA_256, RSA_512, RSA_PSS_256

from mingcha.formats.signing.algorithms import ALGORITHMS, MAX_SDK, choose, strength


def test_names_and_first_platforms() -> None:
    assert {number: (a.name, a.since) for number, a in ALGORITHMS.items()} == {
        0x0101: ("RSA-PSS/SHA-256", 24),
        0x0102: ("RSA-PSS/SHA-512", 24),
        0x0103: ("RSA/SHA-256", 24),
        0x0104: ("RSA/SHA-512", 24),
        0x0201: ("ECDSA/SHA-256", 24),
        0x0202: ("ECDSA/SHA-512", 24),
        0x0301: ("DSA/SHA-256", 24),
        0x0421: ("RSA/SHA-256", 28),
        0x0423: ("ECDSA/SHA-256", 28),
        0x0425: ("DSA/SHA-256", 28),
    }


def test_sha512_is_stronger_than_verity_and_verity_than_sha256() -> None:
    by_strength = sorted((EC_VERITY, EC_512, EC_256), key=lambda number: strength(ALGORITHMS[number]))
    assert by_strength == [EC_256, EC_VERITY, EC_512]


@pytest.mark.parametrize(
    ("given", "sdks", "chosen"),
    [
        ((RSA_256,), (24, MAX_SDK), (RSA_256,)),
        ((RSA_256, RSA_512), (24, MAX_SDK), (RSA_512,)),
        ((RSA_PSS_256, RSA_256), (24, MAX_SDK), (RSA_PSS_256,)),
        ((EC_256, EC_VERITY), (24, MAX_SDK), (EC_256, EC_VERITY)),
        ((EC_VERITY,), (24, MAX_SDK), ()),
        ((EC_VERITY,), (28, MAX_SDK), (EC_VERITY,)),
        ((EC_VERITY,), (24, 27), ()),
        ((EC_256, EC_VERITY), (24, 27), (EC_256,)),
        ((), (24, MAX_SDK), ()),
    ],
)
def test_the_choice(given: tuple[int, ...], sdks: tuple[int, int], chosen: tuple[int, ...]) -> None:
    found = choose([(ALGORITHMS[number], b"%d" % number) for number in given], *sdks)
    assert [(algorithm.id, value) for algorithm, value in found] == [(number, b"%d" % number) for number in chosen]
