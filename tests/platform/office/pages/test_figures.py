from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.platform.casework.play import OFFICER

from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import LeadSource

if TYPE_CHECKING:
    from tests.platform.world import World


def test_figures_are_told_by_authority_summed_and_taken_out(world: World) -> None:
    today = timezone.localdate()
    for key, number in (("beijing", 2), ("shanghai", 1)):
        body = world.bodies[key]
        for _ in range(number):
            file_lead(source=LeadSource.PATROL, name="x", body=body, bureau=body, at=timezone.now(), on=today)
    beijing = world.bodies["beijing"]

    def sums(who: str, **asked: object) -> list[str]:
        return re.findall(r"<b>(\d+)</b>", world.client(who).get("/office/figures/", asked).content.decode())

    assert sums("ministry:officer") == ["3", *["0"] * 8]
    assert sums(OFFICER)[0] == "2"
    assert sums("ministry:officer", until="2020-01-01")[0] == "0"
    assert f'href="/office/cases/?bureau={beijing.pk}"' in world.client("ministry:officer").get("/office/figures/").content.decode()
    answer = world.client(OFFICER).get("/office/figures/?export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined] # a stream
    assert lines[1:] == [f"{beijing.name},2,0,0,0,0,0,0,0,0"]


def test_a_day_that_is_none_is_an_error_of_the_form(world: World) -> None:
    page = world.client(OFFICER).get("/office/figures/?since=x")
    assert (page.status_code, page.context["filters"].form.errors.keys()) == (200, {"since"})


def test_figures_are_for_authorities_alone(world: World) -> None:
    for who in ("lab:tester", "operator:representative", "complaints:clerk", "review:reviewer"):
        assert world.client(who).get("/office/figures/").status_code == 403
