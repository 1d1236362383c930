"""What administrators do with bodies and users; each change is written to the event log with what changed, never with a password."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction
from django.dispatch import Signal

from mingcha.model import MingchaError, Text
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Body, Role, User

if TYPE_CHECKING:
    from datetime import datetime

# For how long a one-time password can be used.
ONCE = timedelta(days=7)
# No letters or digits that are taken for one another.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
_USER = ("username", "name", "email", "body_id", "role", "is_active")
_BODY = ("kind", "name", "name_en", "short", "region", "uscc", "licence", "contact", "account", "active")

# Sent with `user`, `actor` and `at` when a person's access is no longer what it was: what rests on it ends.
access_ended = Signal()


class RefusedError(MingchaError):
    """The change would lock everybody out, or is not one's own to make."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@transaction.atomic
def save_body(body: Body, *, actor: User, at: datetime) -> Body:
    """Write a new or changed body, which must be valid (`full_clean`); with a body that goes out of use its users do.

    Raises RefusedError for the actor's own.
    """
    if body.pk and not body.active:
        if body.pk == actor.body_id:
            raise RefusedError(Text("不能停用自己所在的单位。", "you may not put your own body out of use"))
        for user in User.objects.select_for_update().filter(body=body, is_active=True):
            user.is_active = False
            save_user(user, actor=actor, at=at)
    _save(body, "body", _BODY, actor=actor, at=at)
    return body


@transaction.atomic
def save_user(user: User, *, actor: User, at: datetime) -> User:
    """Write a new or changed user, which must be valid; a new one cannot sign in before `give_password`.

    Raises RefusedError where the last administrator would go, somebody changes their own role, body or access, or a person who
    has acted for a body would take that along to another one.
    """
    before = None
    if user.is_active and not user.body.active:
        raise RefusedError(Text("该单位已停用。", "the body is out of use"))
    if user.pk:
        # All administrators are locked, in one order: two who take each other's role at the same moment leave one.
        list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
        before = User.objects.select_for_update().get(pk=user.pk)
        if user.pk == actor.pk and (before.role, before.body_id, before.is_active) != (user.role, user.body_id, user.is_active):
            raise RefusedError(Text("不能更改自己的角色、单位或启用状态。", "you may not change your own role, body or access"))
        if before.role == Role.ADMINISTRATOR and not user.acts_as(Role.ADMINISTRATOR) and not _others(user):
            raise RefusedError(Text("这是最后一名系统管理员。", "this is the last administrator"))
        if before.body_id != user.body_id and Entry.objects.filter(actor=user).exists():
            raise RefusedError(
                Text("此人已以原单位名义办事；调动请停用此账号并另开账号。", "the person has acted for that body: open a new account")
            )
    else:
        user.set_unusable_password()
    _save(user, "user", _USER, actor=actor, at=at)
    if before is not None and (before.role, before.body_id, before.is_active) != (user.role, user.body_id, user.is_active):
        access_ended.send(sender=User, user=user, actor=actor, at=at)
    return user


@transaction.atomic
def give_password(user: User, *, actor: User, at: datetime) -> str:
    """Return a new one-time password for the user, who must change it at the next sign-in; sessions, tokens and a lockout end."""
    password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    user.set_password(password)
    user.once = True
    user.save(update_fields=["password", "once"])
    reset(username=user.username.lower())
    record(kind="password-given", subject=f"user:{user.pk}", at=at, actor=actor)
    access_ended.send(sender=User, user=user, actor=actor, at=at)
    return password


def has_expired(user: User, now: datetime) -> bool:
    """Return whether the user's one-time password is older than `ONCE`. The first administrator's, which nobody could renew, never is."""
    given = Entry.objects.filter(kind="password-given", subject=f"user:{user.pk}").order_by("-number").first()
    return user.once and given is not None and given.actor_id != user.pk and now - given.at > ONCE


@transaction.atomic
def reset_second_factor(user: User, *, actor: User, at: datetime) -> int:
    """Take the user's second factors and recovery codes away and return how many there were; the next page asks for a new one."""
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    record(kind="second-factor-reset", subject=f"user:{user.pk}", at=at, actor=actor, data={"removed": removed})
    return int(removed)


def _others(user: User) -> bool:
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk).exists()


def _save(row: Body | User, name: str, fields: tuple[str, ...], *, actor: User, at: datetime) -> None:
    before = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None  # noqa: SLF001 - Django's documented way
    row.save()
    changes: dict[str, Any] = {
        field: getattr(row, field) for field in fields if before is None or getattr(before, field) != getattr(row, field)
    }
    if changes:
        told = {"changes": {field: str(value) for field, value in changes.items() if value not in ("", None)}, "of": str(row)}
        record(kind=f"{name}-{'changed' if before else 'added'}", subject=f"{name}:{row.pk}", at=at, actor=actor, data=told)
