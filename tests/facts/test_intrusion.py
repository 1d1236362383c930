"""Shakes, windows over other apps, hands on the uninstaller, the installer, on small apps and their twins."""

from __future__ import annotations

import pytest
from tests.facts.conducts import conducts

pytestmark = pytest.mark.debian


@pytest.mark.parametrize(
    ("pair", "violating", "complying"),
    [
        ("shake-of-12", [("shake", "12", "at-start")], [("shake", "15", "at-start")]),
        ("overlay-from-a-receiver", [("overlay", "2038", "background")], [("overlay", "2038", "user-action")]),
        ("hands-on-the-uninstaller", [("uninstall-guard", "卸载", "background")], []),
        ("installer-from-a-receiver", [("install", None, "background")], [("install", None, "user-action")]),
    ],
)
def test_what_is_found(pair: str, violating: list[tuple[str, str | None, str]], complying: list[tuple[str, str | None, str]]) -> None:
    assert conducts(pair) == (violating, complying)
