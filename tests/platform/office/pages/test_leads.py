from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from tests.platform.casework.play import OFFICER, Play
from tests.platform.world import AT, ON, World

from mingcha.platform.casework.leads import file_lead, pass_lead_on, receipt_hashes
from mingcha.platform.casework.models import Case, Lead, LeadSource, LeadState
from mingcha.platform.registry.models import App, Listing


def _lead(world: World, **more: object) -> Lead:
    told = {
        "source": LeadSource.COMPLAINT,
        "name": "牵牛花",
        "contact": "13800000000",
        "package_name": "com.example.other",
        "at": AT,
        "on": ON,
    }
    return file_lead(body=world.bodies["complaints"], bureau=world.bodies["beijing"], **(told | more))  # type: ignore[arg-type]


def test_a_lead_is_entered_and_accepted_and_its_app_registered(world: World) -> None:
    client = world.client(OFFICER)
    told = {
        "source": "monthly",
        "subject": "app",
        "name": "牵牛花",
        "package_name": "com.example.other",
        "bureau": world.bodies["beijing"].pk,
    }
    address = client.post("/office/leads/new/", told)["Location"]
    assert "牵牛花" in client.get(address).content.decode()
    done = client.post(f"{address}accept/", {"kind": "android", "package_name": "com.example.other"})
    case = Case.objects.get()
    assert done["Location"] == f"/office/cases/{case.pk}/"
    assert (case.app, case.bureau) == (App.objects.get(package_name="com.example.other"), world.bodies["beijing"])
    again = client.post(f"{address}accept/", {"kind": "android", "package_name": "com.example.other"})
    assert again.status_code == 422
    assert "线索已处理" in again.content.decode()


def test_each_body_has_its_own_sources(world: World) -> None:
    for who, sources in (
        (OFFICER, ["monthly", "sampling", "patrol"]),
        ("complaints:clerk", ["complaint"]),
        ("store:representative", ["store"]),
    ):
        page = world.client(who).get("/office/leads/new/").content.decode()
        page = page[page.index('name="source"') : page.index('name="subject"')]
        assert [value for value in LeadSource.values if f'<option value="{value}"' in page] == sorted(sources, key=LeadSource.values.index)


def test_a_complaint_by_telephone_gets_a_receipt_number_and_keeps_the_contact(world: World) -> None:
    client = world.client("complaints:clerk")
    told = {
        "source": "complaint",
        "subject": "app",
        "name": "牵牛花",
        "items": ["违规收集个人信息"],
        "contact": "13800000000",
        "bureau": world.bodies["beijing"].pk,
    }
    page = client.post("/office/leads/new/", told)
    found = re.search(r'class="receipt"><code>([\d ]+)</code>', page.content.decode())
    lead = Lead.objects.get()
    assert found is not None
    assert page["Cache-Control"] == "no-store"
    assert (lead.items, lead.contact, [lead.receipt]) == (["违规收集个人信息"], "13800000000", receipt_hashes(found[1]))
    assert "牵牛花" in world.client(OFFICER).post("/complaints/outcome/", {"receipt": found[1]}).content.decode()
    assert 'name="contact"' not in world.client(OFFICER).get("/office/leads/new/").content.decode()


def test_leads_are_narrowed_to_complaints_to_answer_and_to_an_authority(world: World) -> None:
    today = timezone.localdate()
    rows = [_lead(world, name=name, on=today - timedelta(days=days)) for name, days in (("late", 20), ("soon", 13), ("later", 1))]
    _lead(world, name="other", source=LeadSource.SAMPLING)
    pass_lead_on(lead=rows[2], actor=world[OFFICER], bureau=world.bodies["shanghai"], reason="属地", at=AT)

    def listed(**sought: object) -> list[str]:
        page = world.client("ministry:officer").get("/office/leads/", sought).content.decode()
        return [name for name in ("late", "soon", "later", "other") if f">{name}</" in page]

    assert listed(due="late") == ["late"]
    assert listed(due="soon") == ["late", "soon"]
    assert listed(due="open") == ["late", "soon", "later"]
    assert listed(bureau=world.bodies["shanghai"].pk) == ["later"]


def test_the_contact_of_who_complained_is_for_the_complaint_centre_alone(world: World) -> None:
    lead = _lead(world)
    assert "13800000000" in world.client("complaints:clerk").get(f"/office/leads/{lead.pk}/").content.decode()
    for who in (OFFICER, "ministry:officer"):
        page = world.client(who).get(f"/office/leads/{lead.pk}/")
        assert page.status_code == 200
        assert "13800000000" not in page.content.decode()


def test_a_complaint_is_answered_and_a_lead_rejected(world: World) -> None:
    lead = _lead(world)
    world.client("complaints:clerk").post(f"/office/leads/{lead.pk}/reply/", {"reply": "已转办"})
    assert world.client(OFFICER).post(f"/office/leads/{lead.pk}/reject/", {"reason": ""}).status_code == 422
    world.client(OFFICER).post(f"/office/leads/{lead.pk}/reject/", {"reason": "不属于职责范围"})
    lead.refresh_from_db()
    assert (lead.reply, lead.state, lead.why) == ("已转办", LeadState.REJECTED, "不属于职责范围")
    page = world.client(OFFICER).get(f"/office/leads/{lead.pk}/").content.decode()
    assert "线索不予受理" in page


def test_a_lead_on_an_app_begins_with_what_is_known_of_it(world: World) -> None:
    Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=ON)
    address = f"/office/leads/new/?app={world.app.pk}"
    for who, where in (("store:representative", world.bodies["store"].name), (OFFICER, "")):
        client = world.client(who)
        assert address in client.get(f"/office/apps/{world.app.pk}/").content.decode()
        form = client.get(address).context["form"]
        assert [form[name].value() for name in ("name", "package_name", "where")] == ["向日葵", world.app.package_name, where]
    assert world.client("other-store:representative").get(address).context["form"]["name"].value() is None
    for who in ("lab:tester", "operator:representative"):
        assert address not in world.client(who).get(f"/office/apps/{world.app.pk}/").content.decode()


def test_a_lead_shows_the_cases_on_its_app_that_the_person_sees(world: World) -> None:
    case = Play(world).case
    lead = _lead(world, package_name=world.app.package_name)
    for who, shown in ((OFFICER, True), ("ministry:officer", True), ("complaints:clerk", False)):
        page = world.client(who).get(f"/office/leads/{lead.pk}/").content.decode()
        assert (f"/office/cases/{case.pk}/" in page) is shown, who
    case.delistings.create(store=world.bodies["store"], ordered_on=ON)
    own = file_lead(
        source=LeadSource.STORE,
        name="x",
        package_name=world.app.package_name,
        body=world.bodies["store"],
        bureau=world.bodies["beijing"],
        at=AT,
        on=ON,
    )
    assert f"/office/cases/{case.pk}/" not in world.client("store:representative").get(f"/office/leads/{own.pk}/").content.decode()
    other = _lead(world, package_name="")
    assert "同一应用的案件" not in world.client(OFFICER).get(f"/office/leads/{other.pk}/").content.decode()


def test_a_lead_is_passed_on_on_its_page(world: World) -> None:
    lead, shanghai = _lead(world), world.bodies["shanghai"]
    address = f"/office/leads/{lead.pk}/pass/"
    client = world.client(OFFICER)
    assert "移送" in client.get(f"/office/leads/{lead.pk}/").content.decode()
    assert client.post(address, {"bureau": world.bodies["beijing"].pk, "reason": "属地"}).status_code == 422
    assert client.post(address, {"bureau": shanghai.pk, "reason": "属地"}).status_code == 302
    lead.refresh_from_db()
    assert lead.bureau == shanghai
    assert "移送线索" in world.client("shanghai:officer").get(f"/office/leads/{lead.pk}/").content.decode()
    assert client.get(address).status_code == 404


def test_a_lead_that_is_no_complaint_has_nobody_to_answer(world: World) -> None:
    lead = _lead(world, source=LeadSource.MONTHLY)
    client, address = world.client(OFFICER), f"/office/leads/{lead.pk}/"
    assert "答复投诉人" not in client.get(address).content.decode()
    assert client.get(f"{address}reply/").status_code == 404
    assert client.post(f"{address}reply/", {"reply": "已转办"}).status_code == 404
    lead.refresh_from_db()
    assert lead.reply == ""


def test_the_forms_of_a_lead_that_was_dealt_with_lead_back_to_it(world: World) -> None:
    lead = _lead(world)
    client, address = world.client(OFFICER), f"/office/leads/{lead.pk}/"
    for form in ("accept/", "reject/", "pass/"):
        assert client.get(f"{address}{form}").status_code == 200
    client.post(f"{address}reject/", {"reason": "不属于职责范围"})
    for form in ("accept/", "reject/", "pass/"):
        assert client.get(f"{address}{form}")["Location"] == address
    assert "线索已处理" in client.get(address).content.decode()


def test_a_lead_of_others_is_not_there(world: World) -> None:
    lead = _lead(world)
    for address in ("", "accept/", "reject/", "pass/", "reply/"):
        assert world.client("shanghai:officer").get(f"/office/leads/{lead.pk}/{address}").status_code == 404
