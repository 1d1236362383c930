"""Content digests equal those computed from the definitions, and AOSP's in signed packages."""

from __future__ import annotations

import pytest
from tests.formats.signing.build import ENTRIES, chunked, split, verity, zip_of

from mingcha.formats.signing.block import Sections
from mingcha.formats.signing.digests import CHUNKED_SHA256, CHUNKED_SHA512, VERITY_SHA256, ContentDigests


def digests(package: bytes) -> ContentDigests:
    before, central, end = split(package)
    return ContentDigests(Sections(memoryview(before), memoryview(central), end))


@pytest.mark.parametrize("size", [0, 5, (1 << 20) - 1, 1 << 20, (1 << 21) + 3])
def test_chunked_digests(size: int) -> None:
    package = zip_of({"a": b"x" * size})
    assert digests(package).get(CHUNKED_SHA256) == chunked(package, "sha256")
    assert digests(package).get(CHUNKED_SHA512) == chunked(package, "sha512")


@pytest.mark.parametrize("pages", [1, 2, 129, 300])
def test_verity_digest_of_aligned_packages(pages: int) -> None:
    package = zip_of({"a": b"x" * (pages * 4096 - 31)})
    assert len(split(package)[0]) == pages * 4096
    assert digests(package).get(VERITY_SHA256) == verity(package)


def test_no_verity_digest_off_the_page_boundary() -> None:
    assert digests(zip_of(ENTRIES)).get(VERITY_SHA256) is None
