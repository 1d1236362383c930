from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.mfa.models import Authenticator
from tests.platform.office.pages.test_account import confirmed, signed_in

from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Body, Role, User

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

ADMINISTRATOR = "ministry:administrator"


@pytest.fixture
def browser(world: World) -> Client:
    return world.client(ADMINISTRATOR)


def test_only_administrators_come_here(world: World) -> None:
    addresses = ("/office/bodies/", "/office/users/", "/office/users/new/", f"/office/users/{world['lab:tester'].pk}/password/")
    answers = {
        name: [world.client(name).get(address).status_code for address in addresses]
        for name in ("ministry:decider", "beijing:officer", "lab:tester")
    }
    assert answers == {name: [403] * 4 for name in answers}


def test_bodies_are_found_added_and_changed(world: World, browser: Client) -> None:
    page = browser.get("/office/bodies/?kind=lab&q=第二").content.decode()
    assert ("第二检测中心" in page, "第一检测中心" in page, "北京市通信管理局" in page) == (True, False, False)
    said = {"kind": "bureau", "name": "天津市通信管理局", "short": "津", "region": "120000", "active": "on"}
    assert browser.post("/office/bodies/new/", said).status_code == 302
    body = Body.objects.get(short="津")
    browser.post(f"/office/bodies/{body.pk}/", said | {"contact": "022-1"})
    body.refresh_from_db()
    assert (body.contact, Entry.objects.filter(subject=f"body:{body.pk}").count()) == ("022-1", 2)


def test_a_body_leads_to_its_users_and_a_new_one_to_its_page(world: World, browser: Client) -> None:
    lab = world.bodies["lab"]
    page = browser.get(f"/office/bodies/{lab.pk}/").content.decode()
    assert f"/office/users/{world['lab:tester'].pk}/" in page
    assert f"/office/users/new/?body={lab.pk}" in page
    form = browser.get(f"/office/users/new/?body={lab.pk}").context["form"]
    assert form["body"].value() == lab.pk
    said = {"kind": "store", "name": "新商店", "region": "440300", "active": "on"}
    address = browser.post("/office/bodies/new/", said).headers["Location"]
    assert "尚无用户" in browser.get(address).content.decode()
    assert "广东省 440300" in browser.get("/office/bodies/?q=新商店").content.decode()


def test_a_region_is_a_code_of_one(world: World, browser: Client) -> None:
    answer = browser.post("/office/bodies/new/", {"kind": "store", "name": "新商店", "region": "11000", "active": "on"})
    assert (answer.status_code, "不是6位行政区划代码" in answer.content.decode()) == (422, True)


def test_a_body_with_users_keeps_its_kind_and_a_name_is_there_once(world: World, browser: Client) -> None:
    lab = world.bodies["lab"]
    said = {"kind": "store", "name": lab.name, "active": "on"}
    assert browser.post(f"/office/bodies/{lab.pk}/", said).status_code == 422
    assert browser.post("/office/bodies/new/", said | {"kind": "lab"}).status_code == 422
    lab.refresh_from_db()
    assert lab.kind == "lab"


def test_a_user_is_added_found_and_changed(world: World, browser: Client) -> None:
    said = {"username": "wang", "name": "王", "body": world.bodies["lab"].pk, "role": "tester", "is_active": "on"}
    answer = browser.post("/office/users/new/", said)
    user = User.objects.get(username="wang")
    assert (answer.headers["Location"], user.has_usable_password()) == (f"/office/users/{user.pk}/", False)
    page = browser.get("/office/users/?q=wang&active=true").content.decode()
    assert ("wang" in page, "lab-tester" in page) == (True, False)
    browser.post(f"/office/users/{user.pk}/", said | {"is_active": ""})
    user.refresh_from_db()
    assert user.is_active is False
    assert [entry.kind for entry in Entry.objects.filter(subject=f"user:{user.pk}").order_by("number")] == ["user-added", "user-changed"]


def test_a_role_must_exist_in_the_body_and_ones_own_stays(world: World, browser: Client) -> None:
    said = {"username": "x", "name": "某", "body": world.bodies["lab"].pk, "role": "decider", "is_active": "on"}
    assert (browser.post("/office/users/new/", said).status_code, User.objects.filter(username="x").count()) == (422, 0)
    me = world[ADMINISTRATOR]
    said = {"username": me.username, "name": me.name, "body": me.body_id, "role": "officer", "is_active": "on"}
    page = browser.post(f"/office/users/{me.pk}/", said)
    me.refresh_from_db()
    assert (page.status_code, me.role, "不能更改自己" in page.content.decode()) == (422, Role.ADMINISTRATOR, True)


def test_a_one_time_password_is_shown_once_to_who_confirmed_their_own(world: World) -> None:
    user = world["lab:tester"]
    address = f"/office/users/{user.pk}/password/"
    assert signed_in(world, ADMINISTRATOR).post(address).headers["Location"].startswith("/accounts/reauthenticate/")
    sure = confirmed(world, ADMINISTRATOR)
    assert "旧密码立即失效" in sure.get(address).content.decode()
    page = sure.post(address)
    found = re.search(r"<code>([a-z2-9-]{23})</code>", page.content.decode())
    assert found is not None
    user.refresh_from_db()
    assert (user.check_password(found[1]), user.once, page["Cache-Control"]) == (True, True, "no-store")
    assert "一次性，登录后须更改" in sure.get(f"/office/users/{user.pk}/").content.decode()


def test_a_second_factor_is_reset(world: World) -> None:
    user = world["lab:tester"]
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    sure = confirmed(world, ADMINISTRATOR)
    assert "重置双因素" in sure.get(f"/office/users/{user.pk}/").content.decode()
    assert sure.post(f"/office/users/{user.pk}/second-factor/").status_code == 302
    assert Authenticator.objects.filter(user=user).count() == 0
