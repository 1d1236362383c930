from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.casework.play import DECIDER, OFFICER, Play

from mingcha.platform.casework.origin import came_from
from mingcha.platform.casework.states import State

if TYPE_CHECKING:
    from tests.platform.world import World


def test_the_state_that_the_newest_of_the_steps_led_out_of(world: World) -> None:
    play = Play(world)
    assert came_from(play.case, "recheck", "propose-notice") is None
    play.lapse()
    for _ in range(2):  # the second takes the recheck to another lab, and leaves the state as it is
        play.do("recheck", OFFICER, lab=world.bodies["lab"], version=world.version)
    assert came_from(play.case, "recheck") == State.OVERDUE
    play = Play(world)
    play.lapse()
    play.do("propose-notice", OFFICER, reason="逾期")
    play.do("return-proposal", DECIDER, reason="补充")
    assert came_from(play.case, "recheck", "propose-notice") == State.OVERDUE
    assert came_from(play.case, "recheck", "return-proposal") == State.NOTICE_PROPOSED
