from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, OFFICER, Play
from tests.platform.world import AT

from mingcha.platform.casework.models import Case
from mingcha.platform.casework.run import available, history
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.units import lapse_all
from mingcha.platform.ledger.models import Entry
from mingcha.platform.workdays.current import enter_notice

if TYPE_CHECKING:
    from tests.platform.world import World

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日至4日放假调休。1月9日、10日上班。
二、春节：2月5日至12日放假。
三、清明节：4月3日至5日放假。
四、劳动节：5月1日至5日放假调休。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休。"""


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
    with pytest.raises(StepError, match="未届满"):
        play.do("lapse", OFFICER)
    play.go(30)
    assert [step.name for step, reasons in available(play.case, world[OFFICER], play.on) if not reasons] == ["lapse", "attach"]
    assert play.do("lapse", OFFICER).state == State.OVERDUE


def test_a_provisional_limit_counts_once_the_year_is_announced(world: World) -> None:
    play = Play(world)
    play.on, play.at = date(2026, 12, 28), AT.replace(month=12, day=28)
    play.order()
    assert (play.case.due_on, play.case.due_certain) == (date(2027, 1, 5), False)
    assert lapse_all(at=play.at, on=date(2027, 2, 1)) == []
    enter_notice(NOTICE)
    assert lapse_all(at=play.at, on=date(2027, 1, 5)) == []
    order = play.case.orders.get()
    assert (order.due_on, order.suggested_on, order.due_certain) == (date(2027, 1, 6), date(2027, 1, 6), True)
    (told,) = [entry for entry in history(play.case, reader=world[COMPANY]) if entry.kind == "limit-settled"]
    assert told.data == {"due": "2027-01-06", "due_certain": True}
    assert lapse_all(at=play.at, on=date(2027, 1, 7)) == [play.case.number]
