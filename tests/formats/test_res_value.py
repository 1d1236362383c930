from __future__ import annotations

import pytest

from mingcha.formats.res_value import Value, as_int, as_text


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        (Value(0, 0), None, None),
        (Value(1, 0x7F010001), "@0x7f010001", None),
        (Value(1, 0), None, None),
        (Value(7, 0x02010001), "@0x02010001", None),
        (Value(2, 0x0101), "?0x00000101", None),
        (Value(3, 9, "text"), "text", None),
        (Value(4, 0x3FC00000), "1.5", None),
        (Value(0x10, 21), "21", 21),
        (Value(0x10, 0xFFFFFFFF), "-1", -1),
        (Value(0x11, 0x1F), "0x1f", 31),
        (Value(0x12, 0xFFFFFFFF), "true", -1),
        (Value(0x12, 0), "false", 0),
        (Value(0x1C, 0xFF00FF00), "#ff00ff00", -0xFF0100),
        (Value(0x05, 0x1001), "0x00001001", None),
    ],
)
def test_values_as_text_and_number(value, text, number):
    assert (as_text(value), as_int(value)) == (text, number)
