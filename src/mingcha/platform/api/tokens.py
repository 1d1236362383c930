"""Tokens: issuing, finding and revoking. They end with what they rest on: a person's password, role, body and access."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from mingcha.platform.api.models import ApiToken, Scope
from mingcha.platform.ledger.chain import record
from mingcha.platform.people.directory import access_ended

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mingcha.platform.people.models import User

# Secret scanners find tokens by it.
PREFIX = "mingcha_"
MOST_DAYS = 366
_HINT = len(PREFIX) + 4
# "Last used" is told to the minute; it must not cost a write per request.
_FRESH = timedelta(minutes=1)


@transaction.atomic
def issue_token(*, user: User, name: str, scopes: Iterable[str], days: int, at: datetime) -> tuple[ApiToken, str]:
    """Return a new token of the user and its secret, which nobody can find again. ValueError for scopes or days that do not exist."""
    chosen = sorted(set(scopes))
    if not 1 <= days <= MOST_DAYS or not chosen or not set(chosen) <= set(Scope.values):
        raise ValueError("a token has scopes, and 1 to 366 days")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, scopes=chosen, hash=_hash(secret), hint=secret[:_HINT], created_at=at, expires_at=at + timedelta(days=days)
    )
    told = {"title": name, "scopes": chosen, "until": token.expires_at.isoformat()}
    record(kind="token-issued", subject=f"user:{user.pk}", at=at, actor=user, data=told)
    return token, secret


def find_token(secret: str, *, now: datetime) -> ApiToken | None:
    """Return the token of the secret if it holds: not revoked, not expired, its user active."""
    token = ApiToken.objects.select_related("user__body").filter(hash=_hash(secret), revoked_at=None, expires_at__gt=now).first()
    if token is None or not token.user.is_active:
        return None
    if token.used_at is None or now - token.used_at > _FRESH:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
        token.used_at = now
    return token


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: User, at: datetime) -> None:
    """End a token; once is enough."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record(kind="token-revoked", subject=f"user:{token.user_id}", at=at, actor=actor, data={"title": token.name})


@receiver(access_ended)
def revoke_all(user: User, actor: User, at: datetime, **_: Any) -> None:
    """End all tokens of a person."""
    for token in ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at):
        revoke_token(token, actor=actor, at=at)


@receiver(password_changed)
def revoke_own(user: User, **_: Any) -> None:
    """End the tokens of a person who has changed the password, as sessions end then."""
    revoke_all(user=user, actor=user, at=timezone.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
