from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from tests.platform.casework.play import Play

from mingcha.platform.casework.states import State

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_company_is_not_told_what_is_undecided(world: World) -> None:
    case = Play(world).case
    case.state = State.DELIST_PROPOSED
    with translation.override("en"):
        assert case.public_state == "being dealt with"
    case.state = State.NOTICED
    with translation.override("zh-hans"):
        assert case.public_state == "已通报"
    assert not case.is_closed
    assert not case.is_mini_program
