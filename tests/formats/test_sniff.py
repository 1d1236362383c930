from __future__ import annotations

import pytest

from mingcha.formats.sniff import describe, kind_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"dex\n035\0", "dex"),
        (b"PK\x03\x04", "zip"),
        (b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f\x54\0\0\0", "hermes"),
        (b"\xaf\x1b\xb1\xfa\x18", "unity-metadata"),
        (b"PANDA\0\0\0", "abc"),
        (b"\x03\0\x08\0\x10\0\0\0", "axml"),
        (b"\x02\0\x0c\0\x10\0\0\0", "arsc"),
        (b"\xbe\0\0\0\0\0\0\0\0\0\0\0\0\xed\0", "wxapkg"),
        (b"\0" * 257 + b"ustar", "tar"),
        (b"\xef\xbb\xbf  <HTML lang=zh>", "html"),
        (b"<?xml version='1.0'?>", "xml"),
        (b'{"a": 1}', "json"),
        (b"nothing known", None),
        (b"", None),
    ],
)
def test_kind_by_first_bytes(head, kind):
    assert kind_of(head) == kind


def test_description_of_what_has_no_magic():
    assert describe(b"\0" * 99).en == "nothing but zero bytes"
    assert describe("下载失败".encode() + b"\n").en == "a text file"
    assert describe(b"\x01\x02") is None
    assert describe(b"") is None
