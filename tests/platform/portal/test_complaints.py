from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.utils import timezone, translation
from tests.platform.world import AT

from mingcha.platform.casework.leads import accept_lead, receipt_hashes, reject_lead, reply_to_complaint
from mingcha.platform.casework.models import Case, Lead, LeadState
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Allowance, Body
from mingcha.platform.portal.complaints import ASKED_AN_HOUR, FILED_AN_HOUR, words_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World

SAID = {"subject": "app", "name": "向日葵", "text": "不同意就退出", "items": ["违规收集个人信息"], "contact": "13800000000", "website": ""}


def complain(client: Client, **changes: object) -> str:
    """File a complaint and return its receipt number."""
    page = client.post("/complaints/new/", SAID | changes)
    assert page.status_code == 200
    found = re.search(r'class="receipt"><code>([\d ]+)</code>', page.content.decode())
    assert found is not None
    return found[1]


def test_a_complaint_becomes_a_lead_of_the_complaint_centre_due_in_fifteen_days(client: Client, world: World) -> None:
    receipt = complain(client, bureau=world.bodies["beijing"].pk)
    lead = Lead.objects.get()
    today = timezone.localdate()
    assert (lead.source, lead.name, lead.items, lead.contact) == ("complaint", "向日葵", ["违规收集个人信息"], "13800000000")
    assert (lead.body, lead.bureau, lead.due_on) == (world.bodies["complaints"], world.bodies["beijing"], today + timedelta(days=15))
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", receipt)
    assert [lead.receipt] == receipt_hashes(receipt.replace(" ", ""))


def test_the_outcome_is_found_after_a_change_of_the_secret_key(client: Client, world: World, settings: SettingsWrapper) -> None:
    receipt = complain(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    assert client.post("/complaints/outcome/", {"receipt": receipt}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.post("/complaints/outcome/", {"receipt": receipt}).status_code == 404


def test_a_region_that_is_not_known_goes_to_the_ministry(client: Client, world: World) -> None:
    complain(client, bureau="")
    assert Lead.objects.get().bureau == world.bodies["ministry"]


def test_nothing_finer_than_the_day_and_no_address_is_kept(client: Client, world: World) -> None:
    complain(client)
    entry = Entry.objects.get(kind="lead")
    assert (timezone.localtime(entry.at).time().isoformat(), entry.actor_id) == ("00:00:00", None)
    assert "127.0.0.1" not in f"{entry.data} {list(Allowance.objects.values())} {Lead.objects.values().get()}"


def test_who_fills_in_the_hidden_field_files_nothing(client: Client, world: World) -> None:
    page = client.post("/complaints/new/", SAID | {"website": "https://example.com"})
    assert (page.status_code, Lead.objects.count()) == (422, 0)


def test_what_is_missing_is_said_and_nothing_is_filed(client: Client, world: World) -> None:
    page = client.post("/complaints/new/", {"subject": "app", "items": ["没有这一项"]})
    assert (page.status_code, Lead.objects.count()) == (422, 0)
    assert [f'href="#id_{name}"' in page.content.decode() for name in ("name", "text")] == [True, True]


def test_the_end_of_the_case_is_told(client: Client, world: World) -> None:
    receipt = complain(client, bureau=world.bodies["beijing"].pk)
    case = accept_lead(lead=Lead.objects.get(), actor=world["beijing:officer"], at=AT, on=AT.date(), app=world.app)
    for state, words in (("accepted", "正在检测和处置"), ("rectified", "已办结")):
        Case.objects.filter(pk=case.pk).update(state=state)
        assert words in client.post("/complaints/outcome/", {"receipt": receipt}).content.decode()


def test_one_address_files_so_many_an_hour_and_no_more(client: Client, world: World) -> None:
    answers = [client.post("/complaints/new/", SAID).status_code for _ in range(FILED_AN_HOUR + 1)]
    assert (answers, Lead.objects.count()) == ([200] * FILED_AN_HOUR + [429], FILED_AN_HOUR)
    assert client.post("/complaints/new/", SAID, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_without_any_authority_the_page_says_that_it_takes_none(client: Client, db: None) -> None:
    assert Body.objects.count() == 0
    assert client.post("/complaints/new/", SAID).status_code == 503


def test_the_receipt_number_tells_state_reason_and_reply(client: Client, world: World) -> None:
    receipt = complain(client, bureau=world.bodies["beijing"].pk)
    first = client.post("/complaints/outcome/", {"receipt": receipt})
    assert "等待办理机关处理" in first.content.decode()
    assert (first["Cache-Control"], "13800000000" in first.content.decode()) == ("no-store", False)
    lead = Lead.objects.get()
    reject_lead(lead=lead, actor=world["beijing:officer"], reason="不属于受理范围", at=AT)
    reply_to_complaint(lead=lead, actor=world["complaints:clerk"], reply="已转有关部门", at=AT)
    page = client.post("/complaints/outcome/", {"receipt": receipt.replace(" ", "")}).content.decode()
    assert [words in page for words in ("不予受理", "不属于受理范围", "已转有关部门")] == [True] * 3


@pytest.mark.parametrize(("receipt", "status"), [("0000 0000 0000 0000", 404), ("12345", 422), ("", 422)])
def test_any_other_number_tells_nothing(client: Client, world: World, receipt: str, status: int) -> None:
    complain(client)
    page = client.post("/complaints/outcome/", {"receipt": receipt})
    assert (page.status_code, "向日葵" in page.content.decode()) == (status, False)


def test_numbers_cannot_be_tried_out(client: Client, world: World) -> None:
    answers = [client.post("/complaints/outcome/", {"receipt": f"{number:016d}"}).status_code for number in range(ASKED_AN_HOUR + 1)]
    assert answers == [404] * ASKED_AN_HOUR + [429]
    receipt = complain(client)
    assert client.post("/complaints/outcome/", {"receipt": receipt}).status_code == 429


def test_every_state_has_words_in_both_languages() -> None:
    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told += [words_of(Lead(state=state)) for state in LeadState.values]
    assert (len(told), len(set(told))) == (8, 8)
