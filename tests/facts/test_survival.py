"""Services that come back, windows of one pixel, silent music, components switched off, on small apps and their twins."""

from __future__ import annotations

import pytest
from tests.facts.conducts import conducts

pytestmark = pytest.mark.debian


@pytest.mark.parametrize(
    ("pair", "violating", "complying"),
    [
        ("service-starts-itself-again", [("revive", "startService", "background")], []),
        ("task-removed-starts-again", [("revive", "startService", "background")], []),
        ("watching-processes", [("watch", "startService", "background")], []),
        ("window-of-one-pixel", [("pixel-window", None, "user-action")], []),
        ("silent-music", [("silent-loop", None, "background")], []),
        (
            "launcher-switched-off",
            [("component-disabled", "cn.bench.shop.Main", "at-start")],
            [("component-disabled", "cn.bench.shop.Boot", "at-start")],
        ),
    ],
)
def test_what_is_found(pair: str, violating: list[tuple[str, str | None, str]], complying: list[tuple[str, str | None, str]]) -> None:
    assert conducts(pair) == (violating, complying)
