from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

from mingcha.platform.ledger.models import Entry
from mingcha.platform.people import signins

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

PASSWORD = "correct-horse-battery"  # noqa: S105 - of made-up people


def kinds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("kind", flat=True))


def test_sign_ins_sign_outs_and_failures_are_in_the_log_without_passwords(client: Client, world: World) -> None:
    user = world["operator:representative"]
    user.set_password(PASSWORD)
    user.save()
    before = len(kinds())
    for password in ("wrong-secret", PASSWORD):
        client.post("/accounts/login/", {"login": user.username, "password": password})
    client.post("/accounts/logout/")
    assert kinds()[before:] == ["sign-in-failed", "signed-in", "signed-out"]
    written = str(list(Entry.objects.values()))
    assert ("wrong-secret" in written, PASSWORD in written) == (False, False)
    assert Entry.objects.get(kind="sign-in-failed").data == {"username": user.username}


def test_changes_of_password_and_second_factors_are_in_the_log(world: World) -> None:
    user = world["lab:tester"]
    user.once = True
    user.save()
    before = len(kinds())
    password_changed.send(sender=type(user), request=None, user=user)
    factor = Authenticator(user=user, type=Authenticator.Type.TOTP)
    for signal in (authenticator_added, authenticator_reset, authenticator_removed):
        signal.send(sender=Authenticator, request=None, user=user, authenticator=factor)
    assert kinds()[before:] == ["password-changed", "second-factor-added", "second-factor-renewed", "second-factor-removed"]
    user.refresh_from_db()
    assert (user.once, Entry.objects.get(kind="second-factor-added").data) == (False, {"type": "totp"})


def test_failed_sign_ins_are_recorded_one_by_one_only_so_often(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signins, "_OF_ADDRESS", 3)
    monkeypatch.setattr(signins, "_OF_ALL", 5)
    before = len(kinds())
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.3"):
        for _ in range(4):
            client.post("/accounts/login/", {"login": f"nobody-{address}", "password": "x"}, REMOTE_ADDR=address)
    assert kinds()[before:] == [*["sign-in-failed"] * 3, "sign-ins-failing", *["sign-in-failed"] * 2]


def test_a_locked_name_writes_no_more_than_others(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    user = world["operator:representative"]
    before = len(kinds())
    statuses = {client.post("/accounts/login/", {"login": user.username, "password": "x"}).status_code for _ in range(50)}
    assert 429 in statuses
    assert len(kinds()) - before <= 31
