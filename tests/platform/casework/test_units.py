from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.platform.casework.play import Play

from mingcha.platform.casework.models import Case
from mingcha.platform.casework.units import lapse_all
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from tests.platform.world import World


def test_orders_lapse_on_the_day_after_their_limit_once(world: World) -> None:
    play = Play(world)
    play.order()
    case = play.case
    case.refresh_from_db()
    assert case.due_on is not None
    assert lapse_all(at=play.at, on=case.due_on) == []
    after = case.due_on + timedelta(days=1)
    assert lapse_all(at=play.at, on=after) == [case.number]
    case.refresh_from_db()
    assert case.state == "overdue"
    assert [(entry.actor_id, entry.data["to"]) for entry in Entry.objects.filter(kind="lapse")] == [(None, "overdue")]
    assert lapse_all(at=play.at, on=after) == []


def test_a_provisional_limit_is_left_to_an_officer(world: World) -> None:
    play = Play(world)
    play.order()
    Case.objects.filter(pk=play.case.pk).update(due_certain=False)
    assert lapse_all(at=play.at, on=play.on + timedelta(days=400)) == []
