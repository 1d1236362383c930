from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.account.signals import password_changed
from django.utils import timezone
from tests.platform.world import AT

from mingcha.platform.api.models import ApiToken, Scope
from mingcha.platform.api.tokens import MOST_DAYS, PREFIX, find_token, issue_token, revoke_token
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.directory import give_password, save_user
from mingcha.platform.people.models import Role, User

if TYPE_CHECKING:
    from tests.platform.world import World

NEVER = "mingcha_" + "x" * 43


def test_a_token_is_found_by_its_secret_alone_which_is_kept_nowhere(world: World) -> None:
    token, secret = issue_token(user=world["lab:tester"], name="x", scopes=[Scope.SCANS_READ], days=2, at=AT)
    assert (secret.startswith(PREFIX), len(secret), secret in str(list(ApiToken.objects.values()))) == (True, len(NEVER), False)
    assert find_token(secret, now=AT) == token
    assert [find_token(wrong, now=AT) for wrong in (NEVER, "", secret[:-1], token.hash)] == [None] * 4
    told = Entry.objects.get(kind="token-issued")
    assert (told.actor, told.data["scopes"], secret in str(told.data)) == (world["lab:tester"], ["scans:read"], False)


def test_a_token_ends_by_its_day_by_revoking_and_with_its_user(world: World) -> None:
    user = world["lab:tester"]
    (first, one), (second, two) = (issue_token(user=user, name="x", scopes=[Scope.SCANS_READ], days=2, at=AT) for _ in range(2))
    assert [find_token(one, now=AT + timedelta(days=days, seconds=-1)) for days in (2, 3)] == [first, None]
    for _ in range(2):
        revoke_token(first, actor=user, at=AT)
    assert [find_token(one, now=AT), find_token(two, now=AT)] == [None, second]
    assert Entry.objects.filter(kind="token-revoked").count() == 1
    user.is_active = False
    user.save()
    assert find_token(two, now=AT) is None


def test_the_last_use_is_told_to_the_minute(world: World) -> None:
    token, secret = issue_token(user=world["lab:tester"], name="x", scopes=[Scope.SCANS_READ], days=2, at=AT)
    used = []
    for seconds in (0, 30, 90):
        find_token(secret, now=AT + timedelta(seconds=seconds))
        token.refresh_from_db()
        used.append(token.used_at)
    assert used == [AT, AT, AT + timedelta(seconds=90)]


@pytest.mark.parametrize(("scopes", "days"), [([], 1), (["all"], 1), (["scans:read"], 0), (["scans:read"], MOST_DAYS + 1)])
def test_a_token_without_sense_is_refused(world: World, scopes: list[str], days: int) -> None:
    with pytest.raises(ValueError, match="scopes"):
        issue_token(user=world["lab:tester"], name="x", scopes=scopes, days=days, at=AT)
    assert ApiToken.objects.count() == 0


def test_a_token_ends_with_the_password_and_the_role_that_it_rests_on(world: World) -> None:
    user, actor = world["beijing:officer"], world["ministry:administrator"]

    def changed() -> None:
        password_changed.send(sender=User, request=None, user=user)

    def promoted() -> None:
        user.role = Role.DECIDER
        save_user(user, actor=actor, at=AT)

    def left() -> None:
        user.is_active = False
        save_user(user, actor=actor, at=AT)
        user.is_active = True
        save_user(user, actor=actor, at=AT)

    for end in (changed, promoted, left, lambda: give_password(user, actor=actor, at=AT)):
        _, secret = issue_token(user=user, name="x", scopes=[Scope.SCANS_READ], days=366, at=timezone.now())
        assert find_token(secret, now=timezone.now()) is not None
        end()
        assert find_token(secret, now=timezone.now()) is None
    assert Entry.objects.filter(kind="token-revoked", subject=f"user:{user.pk}").count() == 4
