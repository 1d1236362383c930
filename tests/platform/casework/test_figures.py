from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, Play

from mingcha.platform.casework.figures import FIGURES, authorities_of, counted
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import LeadSource
from mingcha.platform.people.models import Body

if TYPE_CHECKING:
    from tests.platform.world import World


def _figures(body: Body, *, since: date | None = None, until: date | None = None, today: date = date(2026, 3, 2)) -> dict[str, int]:
    row = counted(Body.objects.filter(pk=body.pk), since=since, until=until, today=today).get()
    return {name: getattr(row, name) for name in FIGURES if getattr(row, name)}


def test_the_ministry_sees_all_authorities_a_bureau_itself_and_others_none(world: World) -> None:
    bureaus = {world.bodies[key] for key in ("ministry", "beijing", "shanghai")}
    assert set(authorities_of(world["ministry:officer"])) == bureaus
    assert list(authorities_of(world[OFFICER])) == [world.bodies["beijing"]]
    for who in ("lab:tester", COMPANY, "complaints:clerk"):
        assert not authorities_of(world[who]).exists()


def test_leads_and_what_became_of_the_cases_of_a_period_are_counted(world: World) -> None:
    beijing, shanghai = world.bodies["beijing"], world.bodies["shanghai"]
    play = Play(world)
    file_lead(source=LeadSource.PATROL, name="x", body=beijing, bureau=beijing, at=play.at, on=play.on)
    assert _figures(beijing) == {"received": 1, "opened": 1}
    play.lapse()
    assert _figures(beijing, today=play.on) == {"received": 1, "opened": 1, "ordered": 1, "overdue": 1}
    play.notice()
    play.notify_penalty()
    play.go(15)
    play.propose_penalty()
    play.do("decide-penalty", DECIDER)
    assert _figures(beijing) == {"received": 1, "opened": 1, "ordered": 1, "noticed": 1, "penalised": 1}
    day = date(2026, 3, 2)
    assert _figures(beijing, since=day, until=day) == _figures(beijing)
    assert _figures(beijing, since=date(2026, 3, 3)) == _figures(beijing, until=date(2026, 3, 1)) == _figures(shanghai) == {}
    play.case.state, play.case.closed_on = "rectified", play.on
    play.case.save()
    assert _figures(beijing) == {"received": 1, "opened": 1, "ordered": 1, "noticed": 1, "penalised": 1, "closed": 1, "rectified": 1}
