from __future__ import annotations

from tests.dex.dexwriter import RETURN, Dex, const_string

from mingcha.catalogue import load
from mingcha.dex import program as programs
from mingcha.facts.named_address import named_addresses

NAMED = (
    "content://com.android.calendar/events",
    "com.android.calendar",
    "calendar",
    "content://cn.mingcha.hostile/own",
    "content://call_log?limit=1",
    "com.android.calendar.EVENT",
)


def test_addresses_and_authorities_of_the_catalogue_are_found_where_they_stand() -> None:
    dex = Dex()
    dex.add("Lcn/mingcha/A;").method("go()V", [*(const_string(0, text) for text in NAMED), RETURN])
    program = programs.load([("classes.dex", dex.build())])
    found = [
        (program.signature(method), pc, decision.subject.data_type, decision.key)
        for method, pc, decision in named_addresses(program, load())
    ]
    assert found == [
        ("Lcn/mingcha/A;->go()V", 0, "calendar", "content://com.android.calendar/events"),
        ("Lcn/mingcha/A;->go()V", 2, "calendar", "content://com.android.calendar"),
        ("Lcn/mingcha/A;->go()V", 8, "call_log", "content://call_log"),
    ]


def test_without_such_strings_nothing_is_found() -> None:
    dex = Dex()
    dex.add("Lcn/mingcha/A;").method("go()V", [const_string(0, "c"), RETURN])
    assert list(named_addresses(programs.load([("classes.dex", dex.build())]), load())) == []
