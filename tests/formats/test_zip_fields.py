from __future__ import annotations

import struct

import pytest

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.zip_fields import read_name, zip64_sizes

BIG = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("raw", "name", "odd"),
    [
        (b"res/a.xml", "res/a.xml", False),
        ("assets/合规.txt".encode(), "assets/合规.txt", False),
        (b"a..b/c", "a..b/c", False),
        (b"../../etc/passwd", "../../etc/passwd", True),
        (b"/etc/passwd", "/etc/passwd", True),
        (b"a/../b", "a/../b", True),
        (b"..\\windows", "..\\windows", True),
        (b"a\0b", "a\\x00b", True),
        (b"a\nb", "a\\x0ab", True),
        (b"\xffa", "\\xffa", True),
        (b"", "", True),
    ],
)
def test_names_are_safe_to_print(raw, name, odd):
    anomalies = Anomalies()
    assert read_name(raw, anomalies) == name
    assert bool(anomalies.listed()) == odd


@pytest.mark.parametrize(
    ("extra", "given", "expected"),
    [
        (struct.pack("<HHQ", 1, 8, 5), (BIG, 7, 9), (5, 7, 9)),
        (struct.pack("<HHQ", 1, 8, 5), (7, BIG, 9), (7, 5, 9)),
        (struct.pack("<HHQQ", 1, 16, 5, 6), (BIG, 7, BIG), (5, 7, 6)),
        (struct.pack("<HHQQQ", 1, 24, 5, 6, 7), (1, 2, BIG), (5, 6, 7)),
        (struct.pack("<HHHHHQ", 0xCAFE, 2, 0, 1, 8, 5), (BIG, 7, 9), (5, 7, 9)),
        (b"", (BIG, 7, 9), (BIG, 7, 9)),
        (struct.pack("<HH", 1, 900) + b"abc", (BIG, 7, 9), (BIG, 7, 9)),
    ],
)
def test_zip64_extra_field(extra, given, expected):
    assert zip64_sizes(extra, *given) == expected
