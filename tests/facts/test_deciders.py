from __future__ import annotations

import pytest

from mingcha.catalogue import load
from mingcha.facts.deciders import deciders

LOOK = deciders(load())


def names(decisions: list) -> list[str]:
    return [decision.subject.data_type or decision.subject.behaviour for decision in decisions]


def test_settings_are_decided_by_table_and_key() -> None:
    assert names(LOOK.setting("secure", "android_id")) == ["android_id"]
    assert names(LOOK.setting("system", "android_id")) == []


@pytest.mark.parametrize(
    ("text", "complete", "expected"),
    [
        ("content://sms", True, ["sms"]),
        ("content://sms/inbox", True, ["sms"]),
        ("content://sms/inbox/7?x=1", True, ["sms"]),
        ("content://smsx", True, []),
        ("content://com.android.contacts/data/phones", True, ["contacts"]),
        ("content://call_log/calls", True, ["call_log"]),
        ("content://sms", False, []),
        ("content://sms/", False, ["sms"]),
        ("content://", True, []),
        ("http://sms", True, []),
    ],
)
def test_uris_are_decided_by_the_longest_known_one_above(text: str, complete: bool, expected: list[str]) -> None:
    assert names(LOOK.uri(text, complete=complete)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("content://sms/inbox", [("sms", "content://sms/inbox")]),
        ("com.android.contacts", [("contacts", "content://com.android.contacts")]),
        ("com.android.calendar", [("calendar", "content://com.android.calendar")]),
        ("content://com.android.calendar/", [("calendar", "content://com.android.calendar")]),
        ("content://com.android.calendar/events/7", [("calendar", "content://com.android.calendar/events")]),
        ("content://com.android.calend", []),
        ("content://com.vivo.vms.IdProvider", [(each, "content://com.vivo.vms.IdProvider") for each in ("oaid", "vaid_aaid")]),
        ("content://", []),
        ("", []),
    ],
)
def test_an_address_that_is_only_named_is_decided_by_what_lies_above_it_else_by_what_lies_under_it(text: str, expected: list) -> None:
    found = LOOK.content(text)
    assert [(decision.subject.data_type, decision.key) for decision in found] == expected


def test_authorities_of_content_are_no_plain_words() -> None:
    assert {"com.android.contacts", "com.android.calendar"} <= set(LOOK.authorities)
    assert all("." in name for name in LOOK.authorities)


def test_properties_commands_and_files() -> None:
    assert names(LOOK.system_property("ro.serialno")) == ["serial_number"]
    assert names(LOOK.system_property("ro.product")) == []
    assert "app_list" in names(LOOK.shell("sh -c pm list packages -3"))
    assert names(LOOK.shell("npm list packages")) == []
    assert "mac_address" in names(LOOK.file("/sys/class/net/wlan0/address"))
    assert names(LOOK.file("/sys/class/net/wlan0x")) == []
