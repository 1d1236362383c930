from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.test import RequestFactory
from tests.platform.casework.play import at_once
from tests.platform.world import AT, build

from mingcha.platform.ledger.chain import record, verify
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.directory import RefusedError, give_password, has_expired, reset_second_factor, save_body, save_user
from mingcha.platform.people.models import Body, BodyKind, Role, User

if TYPE_CHECKING:
    from tests.platform.world import World


def entry(kind: str) -> Entry:
    return Entry.objects.filter(kind=kind).latest("number")


def test_a_new_body_and_each_change_of_it_are_in_the_log(world: World) -> None:
    actor = world["ministry:administrator"]
    body = save_body(Body(kind=BodyKind.LAB, name="第三检测中心"), actor=actor, at=AT)
    added = entry("body-added")
    assert (added.actor, added.subject) == (actor, f"body:{body.pk}")
    assert added.data["changes"] == {"kind": "lab", "name": "第三检测中心", "active": "True"}
    body.contact = "010-1"
    save_body(body, actor=actor, at=AT)
    assert entry("body-changed").data == {"changes": {"contact": "010-1"}, "of": "第三检测中心"}
    before = Entry.objects.count()
    save_body(body, actor=actor, at=AT)
    assert (Entry.objects.count(), verify()) == (before, [])


def test_a_new_user_cannot_sign_in_before_there_is_a_password(world: World) -> None:
    actor = world["ministry:administrator"]
    user = save_user(User(username="new", name="新人", body=world.bodies["lab"], role=Role.TESTER), actor=actor, at=AT)
    assert user.has_usable_password() is False
    assert entry("user-added").data["changes"]["role"] == "tester"
    password = give_password(user, actor=actor, at=AT)
    kept = User.objects.get(pk=user.pk)
    assert (kept.check_password(password), kept.once, len(set(password.split("-")))) == (True, True, 4)
    assert password not in str(list(Entry.objects.values()))


def test_a_one_time_password_holds_for_a_week_and_the_first_administrators_for_ever(world: World) -> None:
    actor, user = world["ministry:administrator"], world["lab:tester"]
    give_password(user, actor=actor, at=AT)
    give_password(actor, actor=actor, at=AT)
    week = AT + timedelta(days=7)
    assert [has_expired(user, week), has_expired(user, week + timedelta(seconds=1))] == [False, True]
    assert has_expired(actor, AT + timedelta(days=400)) is False
    user.once = False
    assert has_expired(user, AT + timedelta(days=400)) is False


def test_a_new_password_lifts_a_lockout(world: World) -> None:

    user = world["lab:tester"]
    for _ in range(6):
        authenticate(RequestFactory().post("/accounts/login/"), username=user.username, password="wrong")  # noqa: S106 - a wrong one
    password = give_password(user, actor=world["ministry:administrator"], at=AT)
    assert authenticate(RequestFactory().post("/accounts/login/"), username=user.username, password=password) == user


def test_nobody_changes_their_own_role_and_the_last_administrator_stays(world: World) -> None:
    actor, officer = world["ministry:administrator"], world["ministry:officer"]
    actor.is_active = False
    with pytest.raises(RefusedError):
        save_user(actor, actor=actor, at=AT)
    with pytest.raises(RefusedError):
        save_user(actor, actor=officer, at=AT)
    assert User.objects.get(pk=actor.pk).is_active is True
    second = save_user(User(username="second", name="乙", body=world.bodies["ministry"], role=Role.ADMINISTRATOR), actor=officer, at=AT)
    save_user(actor, actor=second, at=AT)
    assert User.objects.get(pk=actor.pk).is_active is False


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_take_each_others_role_at_once_leave_one() -> None:
    world = build()
    first = world["ministry:administrator"]
    second = save_user(User(username="second", name="乙", body=world.bodies["ministry"], role=Role.ADMINISTRATOR), actor=first, at=AT)

    def take(user: User, actor: User) -> str:
        user.role = Role.AUDITOR
        try:
            save_user(user, actor=actor, at=AT)
        except RefusedError:
            return "refused"
        return "taken"

    given = at_once(lambda: take(User.objects.get(pk=second.pk), first), lambda: take(User.objects.get(pk=first.pk), second))
    assert (sorted(map(str, given)), User.objects.filter(role=Role.ADMINISTRATOR).count()) == (["refused", "taken"], 1)


def test_second_factors_are_taken_away_and_that_is_in_the_log(world: World) -> None:
    user = world["lab:tester"]
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})
    Authenticator.objects.create(user=world["ministry:officer"], type=Authenticator.Type.TOTP, data={})
    assert reset_second_factor(user, actor=world["ministry:administrator"], at=AT) == 2
    assert [factor.user for factor in Authenticator.objects.all()] == [world["ministry:officer"]]
    assert entry("second-factor-reset").data == {"removed": 2}


def test_who_has_acted_for_a_body_does_not_take_that_along(world: World) -> None:
    actor, user = world["ministry:administrator"], world["beijing:officer"]
    user.body = world.bodies["shanghai"]
    save_user(user, actor=actor, at=AT)  # a slip of the first day is mended
    record(kind="signed-in", subject=f"user:{user.pk}", at=AT, actor=user)
    user.body = world.bodies["beijing"]
    with pytest.raises(RefusedError):
        save_user(user, actor=actor, at=AT)
    user.refresh_from_db()
    assert user.body == world.bodies["shanghai"]
    user.role = Role.DECIDER
    assert save_user(user, actor=actor, at=AT).role == Role.DECIDER


def test_with_a_body_its_users_go_out_of_use(world: World) -> None:
    actor, lab = world["ministry:administrator"], world.bodies["lab"]
    lab.active = False
    save_body(lab, actor=actor, at=AT)
    user = User.objects.get(pk=world["lab:tester"].pk)
    assert (user.is_active, User.objects.get(pk=world["other-lab:tester"].pk).is_active) == (False, True)
    assert entry("user-changed").subject == f"user:{user.pk}"
    user.is_active = True
    with pytest.raises(RefusedError):
        save_user(user, actor=actor, at=AT)
    ministry = world.bodies["ministry"]
    ministry.active = False
    with pytest.raises(RefusedError):
        save_body(ministry, actor=actor, at=AT)
    assert Body.objects.get(pk=ministry.pk).active is True
