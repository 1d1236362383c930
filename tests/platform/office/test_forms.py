from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from tests.platform.casework.play import OFFICER, Play

from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.casework.steps import STEPS
from mingcha.platform.office.forms import step_form
from mingcha.platform.registry.models import App

if TYPE_CHECKING:
    from tests.platform.world import World


def test_every_step_has_a_form_of_its_fields(world: World) -> None:
    play = Play(world)
    for step in STEPS:
        form = step_form(step, play.case)
        assert list(form.fields) == [field.name for field in step.fields]


def test_no_step_takes_more_than_its_rows_hold(world: World) -> None:
    play = Play(world)
    told, penalty = {"content": "罚款", "basis": "x", "sanctions": ["fine"]}, BY_NAME["propose-penalty"]
    assert step_form(penalty, play.case, told | {"fine": "9999999999.99"}).is_valid()
    assert set(step_form(penalty, play.case, told | {"fine": "99999999999"}).errors) == {"fine"}
    assert set(step_form(BY_NAME["extend"], play.case, {"due_on": "2026-04-01", "reason": "延" * 301}).errors) == {"reason"}


def test_several_kinds_are_ticked(world: World) -> None:
    told, penalty = {"content": "罚款", "basis": "x"}, BY_NAME["propose-penalty"]
    assert set(step_form(penalty, Play(world).case, told | {"sanctions": ["fine", "prison"]}).errors) == {"sanctions"}
    form = step_form(penalty, Play(world).case, told | {"sanctions": ["fine", "warning"], "fine": 1})
    assert form.is_valid()
    assert form.cleaned_data["sanctions"] == ["fine", "warning"]
    assert isinstance(form.fields["sanctions"].widget, forms.CheckboxSelectMultiple)


def test_only_versions_of_the_app_and_bodies_of_the_kind_can_be_chosen(world: World) -> None:
    play = Play(world)
    other = App.objects.create(package_name="com.example.other", name="牵牛花").versions.create(name="1", found_on=play.on)
    form = step_form(BY_NAME["assign"], play.case, {"lab": world.bodies["operator"].pk, "version": other.pk})
    assert set(form.errors) == {"lab", "version"}
    form = step_form(BY_NAME["assign"], play.case, {"lab": world.bodies["lab"].pk, "version": world.version.pk})
    assert form.is_valid()
    play.do("assign", OFFICER, **form.cleaned_data)


def test_stores_are_ticked_and_days_are_days(world: World) -> None:
    play = Play(world)
    form = step_form(BY_NAME["order-delisting"], play.case)
    assert isinstance(form.fields["stores"].widget, forms.CheckboxSelectMultiple)
    day = step_form(BY_NAME["serve"], play.case, {"served_on": "2026-13-01", "how": "direct"})
    assert set(day.errors) == {"served_on"}
    assert 'type="date"' in str(day["served_on"])
