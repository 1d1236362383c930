from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time

from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.second_factor import TRIES

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

PASSWORD = "correct-horse-battery"  # noqa: S105 - of made-up people


@pytest.fixture
def secret(world: World) -> str:
    user = world["beijing:officer"]
    user.set_password(PASSWORD)
    user.save()
    made: str = generate_totp_secret()
    TOTP.activate(user, made)
    return made


def right(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def wrong(secret: str) -> str:
    return f"{(int(right(secret)) + 500_000) % 10**6:06}"


def begin(client: Client, world: World) -> None:
    answer = client.post("/accounts/login/", {"login": world["beijing:officer"].username, "password": PASSWORD})
    assert answer.headers.get("Location") == "/accounts/2fa/authenticate/"


def test_the_right_code_leads_in(client: Client, world: World, secret: str) -> None:
    begin(client, world)
    assert client.post("/accounts/2fa/authenticate/", {"code": right(secret)}).status_code == 302
    assert client.get("/office/").status_code == 200


def test_codes_of_recovery_are_made_and_counted(client: Client, world: World, secret: str) -> None:
    begin(client, world)
    client.post("/accounts/2fa/authenticate/", {"code": right(secret)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "未生成。" in client.get("/accounts/2fa/").content.decode()
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    page = client.get("/accounts/2fa/").content.decode()
    assert ("未用：10 / 10" in page, "/accounts/2fa/totp/deactivate/" in page) == (True, True)
    assert "现有的恢复码将全部失效。" in client.get("/accounts/2fa/recovery-codes/generate/").content.decode()


def test_codes_cannot_be_guessed_one_after_the_other(client: Client, world: World, secret: str) -> None:
    begin(client, world)
    for _ in range(TRIES):
        assert client.post("/accounts/2fa/authenticate/", {"code": wrong(secret)}).status_code == 200
    client.cookies.clear()
    begin(client, world)  # a new sign-in gives no new tries
    assert client.post("/accounts/2fa/authenticate/", {"code": right(secret)}).status_code == 200
    assert client.get("/office/").status_code == 302
    assert Entry.objects.filter(kind="second-factor-failed", actor=world["beijing:officer"]).count() == TRIES


def test_nor_before_something_grave(client: Client, world: World, secret: str) -> None:
    begin(client, world)
    client.post("/accounts/2fa/authenticate/", {"code": right(secret)})
    for _ in range(TRIES - 1):
        client.post("/accounts/2fa/reauthenticate/", {"code": wrong(secret)})
    assert client.post("/accounts/2fa/reauthenticate/", {"code": right(secret)}).status_code == 200
