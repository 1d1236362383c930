from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from mingcha.platform.people.directory import give_password

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World


@pytest.fixture(autouse=True)
def _asked(settings: SettingsWrapper) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def place(world: World, name: str, address: str = "/office/") -> str:
    """Return where that person lands who asks for the address."""
    answer = world.client(name).get(address)
    return answer.headers.get("Location", str(answer.status_code))


def test_who_has_no_second_factor_is_led_to_set_one_up(world: World) -> None:
    assert place(world, "beijing:officer") == "/accounts/2fa/"
    assert [place(world, "beijing:officer", address) for address in ("/accounts/2fa/", "/accounts/logout/")] == ["200", "200"]


def test_who_has_one_or_needs_none_goes_on(world: World, settings: SettingsWrapper) -> None:
    Authenticator.objects.create(user=world["beijing:officer"], type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert [place(world, "beijing:officer"), place(world, "operator:representative")] == ["200", "200"]
    settings.SECOND_FACTOR_REQUIRED = False
    assert place(world, "beijing:decider") == "200"


def test_recovery_codes_alone_are_no_second_factor(world: World) -> None:
    Authenticator.objects.create(user=world["beijing:officer"], type=Authenticator.Type.RECOVERY_CODES, data={})
    assert place(world, "beijing:officer") == "/accounts/2fa/"


def test_a_one_time_password_is_changed_before_anything_else(world: World) -> None:
    user = world["operator:representative"]
    user.set_password("correct-horse-battery")
    user.once = True
    user.save()
    assert [
        place(world, "operator:representative", address) for address in ("/office/", "/office/cases/", "/", "/accounts/password/change/")
    ] == [
        "/accounts/password/change/",
        "/accounts/password/change/",
        "/accounts/password/change/",
        "200",
    ]


def test_a_one_time_password_that_is_too_old_lets_nobody_in(world: World) -> None:
    user = world["operator:representative"]
    for age, answered, said in ((6, "/accounts/password/change/", ""), (8, "/accounts/login/", "一次性密码已过期")):
        give_password(user, actor=world["ministry:administrator"], at=timezone.now() - timedelta(days=age))
        client = world.client("operator:representative")
        response = client.get("/office/")
        assert response["Location"] == answered
        assert said in client.get(answered).content.decode()
    assert client.get("/accounts/password/change/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_pages_are_in_the_language_a_person_chose_unless_the_browser_has_another(world: World) -> None:
    user = world["operator:representative"]
    user.language = "en"
    user.save()
    browser = world.client("operator:representative")
    assert '<html lang="en"' in browser.get("/office/").content.decode()
    browser.cookies["mingcha_language"] = "zh-hans"
    assert '<html lang="zh-CN"' in browser.get("/office/").content.decode()


def test_strangers_send_little_and_it_is_refused_unread(world: World, settings: SettingsWrapper) -> None:
    settings.MAX_PUBLIC_BYTES, settings.SECOND_FACTOR_REQUIRED = 100, False
    stranger, known = Client(), world.client("beijing:officer")
    said = {"receipt": "1" * 200}
    assert [client.post("/complaints/outcome/", said).status_code for client in (stranger, known)] == [413, 422]
    assert stranger.post("/complaints/outcome/", {"receipt": "1"}, content_type="text/plain").status_code == 422
    assert [stranger.get("/", CONTENT_LENGTH=length).status_code for length in ("x", "9" * 5000)] == [413, 413]


def test_nobody_sends_what_no_package_can_be(world: World, settings: SettingsWrapper) -> None:
    settings.MAX_PUBLIC_BYTES, settings.MAX_PACKAGE_BYTES, settings.SECOND_FACTOR_REQUIRED = 100, 1000, False
    known = world.client("store:representative")
    lengths = {length: known.get("/", CONTENT_LENGTH=str(length)).status_code for length in (1100, 1101, 10**12)}
    assert lengths == {1100: 200, 1101: 413, 10**12: 413}


@pytest.mark.parametrize("address", ["/sdks/%00/", "/notices/?q=%00", "/api/v1/notices?year=%00", "/%00"])
def test_an_address_with_a_nul_is_refused(client: Client, world: World, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_cookie_with_a_nul_is_refused(client: Client, world: World) -> None:
    names = ("sessionid", "mingcha_language", "mingcha_theme", "csrftoken", "x")
    answers = [client.get("/", headers={"Cookie": rf'{name}="\000aaaaaaaaaaaaaaaa"'}).status_code for name in names]
    assert answers == [400] * len(names)
