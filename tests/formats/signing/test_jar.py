"""Manifest files are split as Android splits them, continuation lines and odd line ends included."""

from __future__ import annotations

import base64

import pytest
from tests.pace import within

from mingcha.formats.signing.jar import BadDigestError, Section, expected_digests, read_sections


def test_sections_with_their_bytes_names_and_attributes() -> None:
    data = b"Manifest-Version: 1.0\r\nCreated-By: x\r\n\r\nName: a.txt\r\nSHA1-Digest: AA==\r\n\r\nName: b\r\n"
    main, first, second = read_sections(data)
    assert main == Section(0, 40, None, {"manifest-version": "1.0", "created-by": "x"})
    assert (data[first.start : first.end], first.name) == (b"Name: a.txt\r\nSHA1-Digest: AA==\r\n\r\n", "a.txt")
    assert (second.start, second.end, second.name) == (first.end, len(data), "b")
    assert first.get("sha1-DIGEST") == "AA=="
    assert first.get("absent") is None


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_all_line_ends_and_long_lines(end: bytes) -> None:
    data = end.join([b"A: 1", b"", b"", b"", b"Name: aaa", b" bbb", b"  ccc", b"X: y", b"", b"Name: z"])
    main, folded, last = read_sections(data)
    assert (main.attributes, folded.name, last.name) == ({"a": "1"}, "aaabbb ccc", "z")
    assert folded.attributes == {"name": "aaabbb ccc", "x": "y"}
    assert data[folded.start : folded.end] == end.join([b"Name: aaa", b" bbb", b"  ccc", b"X: y", b"", b""])


@pytest.mark.parametrize(
    ("line", "attributes"),
    [
        (b"NoColon", {"nocolon": ""}),
        (b"A:1", {"a:1": ""}),
        (b"Spaced : v ", {"spaced ": "v "}),
        (b"A: b: c", {"a": "b: c"}),
        (b" leading: x", {" leading": "x"}),
        (b"A: 1\nA: 2", {"a": "1"}),
        (b"A: \xff", {"a": "�"}),
        ("名: 值".encode(), {"名": "值"}),
    ],
)
def test_odd_lines(line: bytes, attributes: dict[str, str]) -> None:
    assert [section.attributes for section in read_sections(line + b"\n\n")] == [attributes]


def test_a_name_that_is_not_first_does_not_name_the_section() -> None:
    assert [section.name for section in read_sections(b"X: y\nName: a\n\nname: b\n")] == [None, "b"]


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\n" * 100])
def test_a_file_without_lines_has_no_sections(data: bytes) -> None:
    assert read_sections(data) == []


def test_a_file_with_more_lines_than_any_archive_needs_has_no_sections() -> None:
    assert read_sections(b"a\n" * 1_400_001) == []
    assert len(read_sections(b"a\n" * 1_400_000)) == 1


def test_hostile_files_are_split_in_linear_time() -> None:
    with within(10):
        for data in (b"\n" * 2_000_000, b"a" * 2_000_000, b"a\n " * 700_000, b"\r\r\n" * 700_000, b"a\r" * 1_000_000):
            read_sections(data)


def section(**digests: bytes | str) -> Section:
    lines = {name.replace("_", "-").lower(): value for name, value in digests.items()}
    return Section(0, 0, "a", {k: v if isinstance(v, str) else base64.b64encode(v).decode() for k, v in lines.items()})


@pytest.mark.parametrize(
    ("digests", "min_sdk", "expected"),
    [
        ({"SHA1_Digest": b"1", "SHA_256_Digest": b"2"}, 18, [("SHA-256", b"2")]),
        ({"SHA1_Digest": b"1", "SHA_256_Digest": b"2"}, 17, [("SHA-1", b"1"), ("SHA-256", b"2")]),
        ({"SHA1_Digest": b"1"}, 1, [("SHA-1", b"1")]),
        ({"SHA_Digest": b"1"}, 1, [("SHA-1", b"1")]),
        ({"SHA_Digest": b"1"}, 18, []),
        ({"SHA_256_Digest": b"2"}, 17, []),
        ({"Digest_Algorithms": "SHA-256", "SHA_256_Digest": b"2"}, 8, [("SHA-256", b"2")]),
        (
            {"Digest_Algorithms": "SHA-512 SHA-256", "SHA_512_Digest": b"5", "SHA_256_Digest": b"2"},
            8,
            [("SHA-256", b"2"), ("SHA-512", b"5")],
        ),
        ({"Digest_Algorithms": "MD5", "MD5_Digest": b"m"}, 8, [("MD5", b"m")]),
        ({"MD5_Digest": b"m"}, 18, []),
        ({"SHA_384_Digest": b"3", "SHA_512_Digest": b"5"}, 18, [("SHA-512", b"5")]),
        ({}, 18, []),
    ],
)
def test_the_digests_that_platforms_compare(digests: dict, min_sdk: int, expected: list[tuple[str, bytes]]) -> None:
    assert expected_digests(section(**digests), "-Digest", min_sdk) == expected


def test_padding_may_be_missing_and_nothing_else() -> None:
    assert expected_digests(section(SHA1_Digest="QQ"), "-Digest", 18) == [("SHA-1", b"A")]
    for bad in ("Q", "Q Q=", "QQ==\t", "é"):
        with pytest.raises(BadDigestError):
            expected_digests(section(SHA1_Digest=bad), "-Digest", 18)
