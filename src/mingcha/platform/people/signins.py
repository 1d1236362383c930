"""Sign-ins, sign-outs, failures, and changes of one's own password and second factors in the event log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from mingcha.platform.ledger.chain import record
from mingcha.platform.people.limits import address_of, allow

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

    from mingcha.platform.people.models import User

# Failed sign-ins that are recorded one by one in an hour: of one address, and of all.
_OF_ADDRESS, _OF_ALL, _HOUR = 30, 600, timedelta(hours=1)


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
def log_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Record the name that was tried; never the password. What is too much of it is recorded as such, once an hour."""
    now = timezone.now()
    if allow("sign-in-failed", address_of(request) if request else "", most=_OF_ADDRESS, every=_HOUR, now=now) and allow(
        "sign-in-failed", "everywhere", most=_OF_ALL, every=_HOUR, now=now
    ):
        name = str(credentials.get("username", ""))[:150]
        record(kind="sign-in-failed", subject="user:", at=now, data={"username": name})
    elif allow("sign-ins-failing", "everywhere", most=1, every=_HOUR, now=now):
        record(kind="sign-ins-failing", subject="user:", at=now)


@receiver(password_changed)
def log_password(user: User, **_: Any) -> None:
    """Record that a person changed the password, which is then no one-time password any more."""
    user.once = False
    user.save(update_fields=["once"])
    record(kind="password-changed", subject=f"user:{user.pk}", at=timezone.now(), actor=user)


@receiver(authenticator_added)
def log_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that a person set a second factor up."""
    _log_factor("second-factor-added", user, authenticator)


@receiver(authenticator_removed)
def log_factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that a person took a second factor away."""
    _log_factor("second-factor-removed", user, authenticator)


@receiver(authenticator_reset)
def log_factor_renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that a person made new recovery codes."""
    _log_factor("second-factor-renewed", user, authenticator)


@receiver(authentication_failed)
def log_factor_failure(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that a wrong code was given for a person whose password was right."""
    _log_factor("second-factor-failed", user, authenticator)


def _log_factor(kind: str, user: User, authenticator: Authenticator) -> None:
    record(kind=kind, subject=f"user:{user.pk}", at=timezone.now(), actor=user, data={"type": authenticator.type})
