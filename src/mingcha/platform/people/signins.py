"""Sign-ins, sign-outs and failures in the event log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from mingcha.platform.ledger.chain import record

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mingcha.platform.people.models import User


@receiver(user_logged_in)
def log_in(user: User, **_: Any) -> None:
    """Record who signed in."""
    record(kind="signed-in", subject=f"user:{user.pk}", at=timezone.now(), actor=user)


@receiver(user_logged_out)
def log_out(user: User | None, **_: Any) -> None:
    """Record who signed out."""
    if user:
        record(kind="signed-out", subject=f"user:{user.pk}", at=timezone.now(), actor=user)


@receiver(user_login_failed)
def log_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:  # noqa: ARG001 - the signal's
    """Record the name that was tried; never the password."""
    name = str(credentials.get("username", ""))[:150]
    record(kind="sign-in-failed", subject="user:", at=timezone.now(), data={"username": name})
