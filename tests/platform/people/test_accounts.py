from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.test import RequestFactory, override_settings
from django.utils import translation
from tests.platform.world import AT

from mingcha.platform.people.accounts import Adapter, KeyForm
from mingcha.platform.people.directory import give_password

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

PASSWORD = "correct-horse-battery"  # noqa: S105 - of made-up people
OWN = "staple-correct-horse"


@pytest.fixture
def user_name(world: World) -> str:
    user = world["operator:representative"]
    user.set_password(PASSWORD)
    user.save()
    return user.username


def sign_in(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": name, "password": password}).status_code


def test_nobody_registers_by_themselves(client: Client, world: World) -> None:
    assert Adapter().is_open_for_signup(RequestFactory().get("/")) is False
    closed = ["signup/", "password/reset/", "email/", "confirm-email/", "password/set/"]
    assert [client.get(f"/accounts/{address}").status_code for address in closed] == [404] * len(closed)


def test_the_sign_in_page_leads_in_and_is_in_both_languages(client: Client, user_name: str) -> None:
    assert "账号由系统管理员开立" in client.get("/accounts/login/").content.decode()
    client.cookies["mingcha_language"] = "en"
    assert "Accounts are opened by the administrator" in client.get("/accounts/login/").content.decode()
    assert (sign_in(client, user_name), client.get("/office/").status_code) == (302, 200)


def test_five_failures_lock_the_name_out_and_another_address_is_not_locked(client: Client, user_name: str) -> None:
    answers = [sign_in(client, user_name, "wrong") for _ in range(5)]
    assert (answers[:4], answers[4]) == ([200] * 4, 429)
    locked = client.post("/accounts/login/", {"login": user_name, "password": PASSWORD})
    assert (locked.status_code, "已暂时锁定" in locked.content.decode()) == (429, True)
    elsewhere = client.post("/accounts/login/", {"login": user_name, "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


def test_capital_letters_are_no_way_round_the_lock(client: Client, world: World, user_name: str) -> None:
    for _ in range(5):
        sign_in(client, user_name, "wrong")
    assert [sign_in(client, name) for name in (user_name.upper(), user_name.title(), f" {user_name}")] == [429] * 3
    give_password(world["operator:representative"], actor=world["ministry:administrator"], at=AT)
    assert sign_in(client, user_name.upper(), "wrong") == 200


@override_settings(ORIGIN="https://example.cn")
def test_behind_a_proxy_a_stranger_locks_nobody_else_out(client: Client, user_name: str) -> None:
    def come(password: str, address: str) -> int:
        said = {"login": user_name, "password": password}
        return client.post("/accounts/login/", said, headers={"X-Forwarded-For": address}).status_code

    assert [come("wrong", "203.0.113.9") for _ in range(5)] == [200] * 4 + [429]
    assert [come("wrong", f"2001:db8:1:2::{number}") for number in range(5)] == [200] * 4 + [429]
    assert [come(PASSWORD, address) for address in ("203.0.113.9", "2001:db8:1:2::9", "192.0.2.9")] == [429, 429, 302]


def test_who_is_inactive_does_not_come_in(client: Client, world: World, user_name: str) -> None:
    user = world["operator:representative"]
    user.is_active = False
    user.save()
    sign_in(client, user_name)
    assert client.get("/office/").status_code == 302


def test_a_changed_password_is_ones_own_and_leads_to_the_account(client: Client, world: World, user_name: str) -> None:
    user = world["operator:representative"]
    user.once = True
    user.save()
    sign_in(client, user_name)
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN})
    assert answer.headers.get("Location") == "/office/account/"
    user.refresh_from_db()
    assert (user.once, user.check_password(OWN), client.get("/office/").status_code) == (False, True, 200)


@pytest.mark.parametrize("weak", ["short", "operator-representative", "123456789012", "q1w2e3r4t5y6"])
def test_weak_passwords_are_refused(client: Client, world: World, user_name: str, weak: str) -> None:
    sign_in(client, user_name)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    user = world["operator:representative"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD) is True


def test_no_page_of_signing_in_has_script_of_its_own_to_run(client: Client, user_name: str) -> None:
    sign_in(client, user_name)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    addresses = ("2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "password/change/", "reauthenticate/", "logout/")
    pages = [client.get(f"/accounts/{address}") for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(pages)
    loose = [
        (page.request["PATH_INFO"], tag)
        for page in pages
        for tag in page.content.decode().split("<script")[1:]
        if " src=" not in tag.split(">")[0] and "application/json" not in tag.split(">")[0]
    ]
    assert loose == []
    assert all("style=" not in page.content.decode() and "onclick=" not in page.content.decode() for page in pages)


@pytest.mark.parametrize(
    ("address", "zh", "en"),
    [
        ("reauthenticate/", "确认本人操作", "Confirm that it is you"),
        ("2fa/", "未设置。", "None is set up."),
        ("2fa/webauthn/", "尚未添加安全密钥。", "No security key yet."),
        ("2fa/recovery-codes/generate/", "生成恢复码", "Make recovery codes"),
    ],
)
def test_pages_of_the_second_factor_are_in_both_languages(client: Client, user_name: str, address: str, zh: str, en: str) -> None:
    sign_in(client, user_name)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    pages = []
    for language in ("zh-hans", "en"):
        client.cookies["mingcha_language"] = language
        pages.append(client.get(f"/accounts/{address}").content.decode())
    assert [(zh in page, en in page) for page in pages] == [(True, False), (False, True)]


def test_the_name_of_a_key_is_asked_for_in_the_persons_language(world: World) -> None:
    labels = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels.append(str(KeyForm(user=world["beijing:officer"]).fields["name"].label))
    assert labels == ["名称", "Name"]
