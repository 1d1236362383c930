"""Certificates, open files and logs, on small apps and their twins."""

from __future__ import annotations

import pytest
from tests.facts.conducts import conducts

pytestmark = pytest.mark.debian


@pytest.mark.parametrize(
    ("pair", "violating", "complying"),
    [
        ("trusts-every-certificate", [("trust-all", None, "at-start")], []),
        ("accepts-every-host", [("any-host", None, "at-start")], []),
        ("page-goes-on", [("ssl-proceed", None, "at-start")], []),
        ("page-asks-first", [("ssl-proceed", None, "at-start")], []),
        ("preferences-for-all", [("world-readable", "MODE_WORLD_READABLE", "at-start")], []),
        ("imei-in-the-log", [("logged", "imei", "at-start")], []),
    ],
)
def test_what_is_found(pair: str, violating: list[tuple[str, str | None, str]], complying: list[tuple[str, str | None, str]]) -> None:
    assert conducts(pair) == (violating, complying)
