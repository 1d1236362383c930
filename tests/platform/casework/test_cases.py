from __future__ import annotations

import pytest
from tests.platform.world import AT, ON, World

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.models import Subject
from mingcha.platform.ledger.models import Entry


def test_a_case_is_numbered_and_its_opening_is_logged(world: World) -> None:
    bureau, officer = world.bodies["beijing"], world["beijing:officer"]
    first = open_case(subject=Subject.APP, app=world.app, bureau=bureau, actor=officer, at=AT, on=ON)
    second = open_case(
        subject=Subject.STORE, store=world.bodies["store"], bureau=bureau, actor=world["ministry:officer"], at=AT, on=ON, parent=first
    )
    assert [case.number for case in (first, second)] == ["C-2026-000001", "C-2026-000002"]
    assert (first.handler, second.handler) == (officer, None)
    assert [str(first), first.party, second.party] == ["C-2026-000001 向日葵", world.bodies["operator"], world.bodies["store"]]
    assert Entry.objects.get(subject=f"case:{second.pk}").data["parent"] == "C-2026-000001"


def test_a_case_is_about_one_thing(world: World) -> None:
    bureau = world.bodies["beijing"]
    with pytest.raises(ValueError, match="one app"):
        open_case(subject=Subject.APP, bureau=bureau, actor=None, at=AT, on=ON)
    with pytest.raises(ValueError, match="one app"):
        open_case(subject=Subject.APP, app=world.app, store=world.bodies["store"], bureau=bureau, actor=None, at=AT, on=ON)
