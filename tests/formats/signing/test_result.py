"""What the result says of itself."""

from __future__ import annotations

import pytest

from mingcha.formats.signing.result import Block, Signer, Signing


def signing(schemes: tuple[str, ...], *signers: tuple[str, str]) -> Signing:
    return Signing(
        verified=True,
        schemes=schemes,
        signers=tuple(Signer(scheme, "#1", valid=True, sha256=sha256) for scheme, sha256 in signers),
        errors=(),
        warnings=(),
        blocks=(Block(7, 1, None), Block(8, 2, "x")),
    )


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [
        (("v1", "v2", "v3", "v3.1"), ("e",)),
        (("v1", "v2", "v3"), ("d",)),
        (("v1", "v2"), ("b",)),
        (("v1",), ("a", "a2")),
        ((), ()),
    ],
)
def test_the_newest_scheme_names_the_packages_certificate(schemes: tuple[str, ...], expected: tuple[str, ...]) -> None:
    found = signing(schemes, ("v1", "a"), ("v1", "a2"), ("v2", "b"), ("v3", "c"), ("v3", "d"), ("v3.1", "e"))
    assert found.certificates == expected


def test_block_ids_and_debug_keys() -> None:
    assert signing(()).block_ids == (7, 8)
    assert Signer("v1", "A", valid=True, known_key="debug").debug
    assert not Signer("v1", "A", valid=True).debug
