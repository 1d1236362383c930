from __future__ import annotations

import pytest
from tests.formats.classwriter import class_file

from mingcha.formats.classfile import Member, read_class
from mingcha.formats.errors import EntryError

DATA = class_file(
    "x/A",
    [(1, "<init>", "()V"), (9, "go", "(ILjava/lang/String;)[B")],
    parent="x/Parent",
    interfaces=["java/lang/Runnable"],
    fields=[(2, "name", "Ljava/lang/String;")],
    strings=["rare text", "稀有"],
)


def test_a_class_is_read_as_it_was_written() -> None:
    found = read_class(DATA)
    assert (found.name, found.parent, found.interfaces) == (b"Lx/A;", b"Lx/Parent;", (b"Ljava/lang/Runnable;",))
    assert found.fields == (Member(2, b"name", b"Ljava/lang/String;"),)
    assert found.methods == (Member(1, b"<init>", b"()V"), Member(9, b"go", b"(ILjava/lang/String;)[B"))
    assert found.strings == (b"rare text", "稀有".encode())


@pytest.mark.parametrize(
    "data", [b"", b"\xca\xfe\xba\xbe", b"PK\x03\x04" + bytes(40), DATA[:40], DATA[:-9], DATA[:10] + b"\xff" + DATA[11:]]
)
def test_what_is_no_class_is_refused(data: bytes) -> None:
    with pytest.raises(EntryError, match="class"):
        read_class(data)
