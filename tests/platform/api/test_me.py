from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.platform.api.conftest import Program
    from tests.platform.world import World


def test_a_token_tells_whose_it_is(world: World, program: Callable[..., Program]) -> None:
    told = program("beijing:officer", "cases:read", "leads:read").get("/me").json()
    body = {"id": world.bodies["beijing"].pk, "kind": "bureau", "name": "北京市通信管理局"}
    assert (told["username"], told["role"], told["body"], told["scopes"]) == (
        "beijing-officer",
        "officer",
        body,
        ["cases:read", "leads:read"],
    )
