from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("gunicorn", reason="the extra platform is absent")

from django.contrib.sessions.models import Session
from django.utils import timezone

from mingcha.platform.api.models import Scope
from mingcha.platform.api.tokens import issue_token, revoke_token
from mingcha.platform.operate.gate import Gate, knows

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World


def test_who_is_signed_in_is_known_until_the_session_ends(world: World) -> None:
    cookie = f"x=1; sessionid={world.client('lab:tester').cookies['sessionid'].value}"
    assert knows("/office/", cookie=cookie, authorization="")
    assert not knows("/api/v1/scans", cookie=cookie, authorization="")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not knows("/office/", cookie=cookie, authorization="")


def test_who_may_not_sign_in_any_more_is_a_stranger(world: World) -> None:
    cookie = f"sessionid={world.client('lab:tester').cookies['sessionid'].value}"
    world["lab:tester"].is_active = False
    world["lab:tester"].save()
    assert not knows("/office/", cookie=cookie, authorization="")


@pytest.mark.parametrize(
    "cookie", ["", "sessionid=", "sessionid=a", r'sessionid="\000aaaaaaaaaaaaaaaa"', "sessionid=" + "a" * 5000, "sessionid=\xe9\xff"]
)
def test_no_session_is_no_session(world: World, cookie: str) -> None:
    assert not knows("/office/", cookie=cookie, authorization="")


def test_a_token_makes_known_to_the_api_until_it_is_revoked(world: World) -> None:
    now = timezone.now()
    token, secret = issue_token(user=world["lab:tester"], name="x", scopes=[Scope.SCANS_WRITE], days=2, at=now)
    asked = [
        ("/api/v1/scans", f"Bearer {secret}"),
        ("/api/v1/scans", secret),
        ("/api/v1/scans", "Bearer \xe9"),
        ("/office/", f"Bearer {secret}"),
    ]
    assert [knows(path, cookie="", authorization=said) for path, said in asked] == [True, False, False, False]
    revoke_token(token, actor=world["lab:tester"], at=now)
    assert not knows("/api/v1/scans", cookie="", authorization=f"Bearer {secret}")


def test_the_known_may_send_a_package_and_strangers_what_the_public_may(
    world: World, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingcha.platform.operate.gate.close_old_connections", lambda: None)
    settings.MAX_PUBLIC_BYTES, settings.MAX_PACKAGE_BYTES = 100, 1000
    cookie = f"sessionid={world.client('lab:tester').cookies['sessionid'].value}"
    asked = [SimpleNamespace(path="/office/", headers=headers) for headers in ([("HOST", "x"), ("COOKIE", cookie)], [("HOST", "x")])]
    assert [Gate.sender(Gate.__new__(Gate), request) for request in asked] == [(True, 1100), (False, 100)]
