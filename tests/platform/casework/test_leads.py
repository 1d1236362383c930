from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import OFFICER, at_once
from tests.platform.world import AT, ON, World, build

from mingcha.platform.casework.leads import (
    accept_lead,
    file_lead,
    new_receipt,
    pass_lead_on,
    receipt_hashes,
    reject_lead,
    reply_to_complaint,
)
from mingcha.platform.casework.models import Case, Lead, LeadSource, LeadState
from mingcha.platform.casework.step import StepError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pytest_django.fixtures import SettingsWrapper


def _file(world: World, **more: Any) -> Lead:
    told = {
        "source": LeadSource.MONTHLY,
        "name": "向日葵",
        "body": world.bodies["beijing"],
        "bureau": world.bodies["beijing"],
        "at": AT,
        "on": ON,
    }
    return file_lead(**(told | more))


def test_leads_are_numbered_by_year_and_complaints_are_due_in_fifteen_days(world: World) -> None:
    first, second = _file(world), _file(world, source=LeadSource.COMPLAINT, body=world.bodies["complaints"], on=date(2026, 3, 3))
    assert (first.number, first.due_on) == ("L-2026-000001", None)
    assert (second.number, second.due_on) == ("L-2026-000002", date(2026, 3, 18))


def test_a_second_lead_on_the_same_app_joins_the_open_case(world: World) -> None:
    case = accept_lead(lead=_file(world), actor=world[OFFICER], at=AT, on=ON, app=world.app)
    second = _file(world)
    assert accept_lead(lead=second, actor=world[OFFICER], at=AT, on=ON, app=world.app) == case
    second.refresh_from_db()
    assert (second.state, second.case) == (LeadState.MERGED, case)
    assert list(case.leads.order_by("pk").values_list("state", flat=True)) == [LeadState.ACCEPTED, LeadState.MERGED]


def test_what_is_dealt_with_somebody_elses_or_about_nothing_is_refused(world: World) -> None:
    lead = _file(world)
    with pytest.raises(StepError, match="请选择"):
        accept_lead(lead=lead, actor=world[OFFICER], at=AT, on=ON)
    with pytest.raises(StepError, match="无权"):
        accept_lead(lead=lead, actor=world["shanghai:officer"], at=AT, on=ON, app=world.app)
    with pytest.raises(StepError, match="理由"):
        reject_lead(lead=lead, actor=world[OFFICER], reason=" ", at=AT)
    assert reject_lead(lead=lead, actor=world[OFFICER], reason="不属于职责范围", at=AT).state == LeadState.REJECTED
    with pytest.raises(StepError, match="已处理"):
        reject_lead(lead=lead, actor=world[OFFICER], reason="x", at=AT)


def test_a_lead_is_passed_on_to_the_competent_authority(world: World) -> None:
    lead, shanghai = _file(world), world.bodies["shanghai"]
    told: dict[str, Any] = {"reason": "开发运营者属地为上海", "at": AT}
    for who, bureau, why in (
        ("shanghai:officer", shanghai, "无权"),
        (OFFICER, world.bodies["beijing"], "其他办理机关"),
        (OFFICER, world.bodies["lab"], "其他办理机关"),
    ):
        with pytest.raises(StepError, match=why):
            pass_lead_on(lead=lead, actor=world[who], bureau=bureau, **told)
    lead = pass_lead_on(lead=lead, actor=world[OFFICER], bureau=shanghai, **told)
    assert accept_lead(lead=lead, actor=world["shanghai:officer"], at=AT, on=ON, app=world.app).bureau == shanghai


def test_a_complaint_is_answered_by_who_took_it_or_deals_with_it(world: World) -> None:
    lead = _file(world, source=LeadSource.COMPLAINT, body=world.bodies["complaints"])
    with pytest.raises(StepError, match="无权"):
        reply_to_complaint(lead=lead, actor=world["shanghai:officer"], reply="x", at=AT)
    lead = reply_to_complaint(lead=lead, actor=world["complaints:clerk"], reply="已转办", at=AT)
    assert (lead.reply, lead.due_on) == ("已转办", None)


def test_a_lead_that_is_no_complaint_has_nobody_to_answer(world: World) -> None:
    lead = _file(world, source=LeadSource.MONTHLY)
    with pytest.raises(StepError, match="不是投诉"):
        reply_to_complaint(lead=lead, actor=world[OFFICER], reply="x", at=AT)


def test_a_receipt_is_sixteen_digits_and_kept_as_a_keyed_hash(world: World, settings: SettingsWrapper) -> None:
    receipt = new_receipt()
    assert len(receipt) == 16
    assert receipt.isdigit()
    lead = _file(world, receipt=receipt)
    assert [lead.receipt] == receipt_hashes(f"{receipt[:4]} {receipt[4:]}")
    assert receipt not in lead.receipt
    assert lead.receipt not in {hashlib.sha256(said.encode()).hexdigest() for said in (receipt, f"receipt\0{receipt}")}
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    assert receipt_hashes(receipt)[1:] == [lead.receipt]


@pytest.mark.django_db(transaction=True)
def test_leads_on_the_same_app_accepted_at_once_open_one_case() -> None:
    world = build()
    leads = [_file(world) for _ in range(4)]

    def accept(lead: Lead) -> Callable[[], object]:
        return lambda: accept_lead(lead=lead, actor=world[OFFICER], at=AT, on=ON, app=world.app)

    assert len(set(at_once(*map(accept, leads)))) == 1
    assert Case.objects.count() == 1
