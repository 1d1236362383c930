"""Lets the tests of this folder import `dexwriter`, the writer of small dex files, and share what they are made of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dexwriter import (
    RETURN,
    Dex,
    Site,
    access,
    const_string,
    const_string_jumbo,
    invoke,
    invoke_custom,
    invoke_range,
    typed,
)


@pytest.fixture(scope="session")
def garden() -> Dex:
    """Return a dex that holds one of everything the reader knows."""
    dex = Dex("038")
    dex.add("Lx/I;", flags=0x601).method("run()V", None, 0x401)
    a = dex.add("Lx/A;", interfaces=["Lx/I;"], source="A.java", annotations=["Lx/N;"])
    a.static("NAME", "Ljava/lang/String;", "hé\U0001f600\0x")
    a.static("B", "Z", 1)
    a.static("NONE", "Ljava/lang/Object;")
    a.static("C", "C", 0xFFFF)
    a.static("N", "I", -5)
    a.static("L", "J", 1 << 40)
    a.method("<init>()V", [invoke(0x70, "Ljava/lang/Object;-><init>()V", 0), RETURN], 0x10001)
    site = Site("Lx/A;->boot()V", "Lx/A;->lambda()V")
    code = [
        const_string(0, "hello"),
        const_string_jumbo(0, "jumbo"),
        invoke(0x71, "Lx/A;->go(Ljava/lang/String;I)[I", 0, 1),
        typed(0x22, 0, "Lx/A;"),
        typed(0x1C, 0, "[I"),
        access(0x62, 0, "Lx/A;->NAME:Ljava/lang/String;"),
        invoke_custom(site),
        invoke_range(0x74, "Lx/B;->far()V", 0, 1),
        RETURN,
    ]
    lines = ((0, 10), (2, 400), (7, 3))
    a.method("run()V", code, annotations=("Lx/N;", "Lx/O;"), lines=lines)
    a.method("go(Ljava/lang/String;I)[I", [(0x12,), (0x11,)], 0x9)
    a.method("lambda()V", [RETURN], 0x9)
    a.method("boot()V", [RETURN], 0x9)
    a.method("nat()V", None, 0x101)
    return dex
