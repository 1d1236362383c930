from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import OFFICER, STORE, Play

from mingcha.platform.casework.models import Delisting
from mingcha.platform.casework.run import history
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError

if TYPE_CHECKING:
    from tests.platform.world import World


def _ordered(world: World) -> Play:
    play = Play(world)
    play.order()
    play.case.state = State.DELIST_ORDERED
    play.case.save()
    for name in ("store", "other-store"):
        Delisting.objects.create(case=play.case, store=world.bodies[name], ordered_on=play.on)
    play.go(3)
    return play


def test_an_officer_puts_the_receipt_of_a_store_without_an_account_on_file(world: World) -> None:
    play = _ordered(world)
    store, other = world.bodies["store"], world.bodies["other-store"]
    with pytest.raises(StepError, match="执行日期"):
        play.do("enter-receipt", OFFICER, of=other, done_on=play.on + timedelta(1), text="来函称已下架")
    assert play.do("enter-receipt", OFFICER, of=other, done_on=play.on, text="来函称已下架").state == State.DELIST_ORDERED
    with pytest.raises(StepError, match="没有待回执"):
        play.do("enter-receipt", OFFICER, of=other, done_on=play.on, text="来函称已下架")
    with pytest.raises(StepError, match="无权"):
        play.do("enter-receipt", STORE, of=store, done_on=play.on, text="x")
    told = {name: [entry.kind for entry in history(play.case, reader=world[f"{name}:representative"])] for name in ("store", "other-store")}
    assert told == {"store": [], "other-store": ["enter-receipt"]}
    form = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/enter-receipt/").content.decode()
    assert store.name in form
    assert other.name not in form


def test_an_app_is_delisted_on_the_day_of_the_last_store(world: World) -> None:
    play = _ordered(world)
    play.do("receipt", STORE, done_on=play.on - timedelta(1), text="已下架")
    play.do("enter-receipt", OFFICER, of=world.bodies["other-store"], done_on=play.on - timedelta(2), text="来函称已下架")
    assert (play.case.state, play.case.delisted_on) == (State.DELISTED, play.on - timedelta(1))
