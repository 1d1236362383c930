"""The network security configuration as built packages have it."""

from __future__ import annotations

import pytest
from tests.facts.conducts import PAIRS
from tests.smali import assemble

from mingcha.facts.collect import collect

pytestmark = pytest.mark.debian


@pytest.mark.parametrize(
    ("pair", "side", "expected"),
    [
        ("user-certificates", "violating", [("base", None, True)]),
        ("user-certificates", "complying", [("debug", None, True)]),
        ("clear-text-for-all", "violating", [("base", True, False)]),
        ("clear-text-for-all", "complying", [("domain", True, False)]),
        ("clear-text-attribute", "violating", []),
    ],
)
def test_what_is_configured(pair: str, side: str, expected: list[tuple[str, bool | None, bool]]) -> None:
    app = getattr(PAIRS[pair], side)
    facts = collect(assemble(app.sources(), app.manifest, resources=app.resources, sdk=app.sdk, schemes=()), "x.apk")
    assert [(row["scope"], row["cleartext"], row["user_certificates"]) for row in facts.rows["network_policy"]] == expected
    assert {row["path"] for row in facts.rows["network_policy"]} <= {"res/xml/net.xml"}


def test_a_file_that_is_no_configuration_is_a_limit() -> None:
    app = PAIRS["user-certificates"].violating
    data = assemble(app.sources(), app.manifest, resources=app.resources, files={"res/xml/net.xml": b"no"}, schemes=())
    assert [row["code"] for row in collect(data, "x.apk").rows["limit"] if row["code"] == "network-policy"] == ["network-policy"]
