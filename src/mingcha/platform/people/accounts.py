"""How people sign in here: no self-registration, no social accounts, and what counts as a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.urls import reverse

from mingcha.platform.people.limits import address_of
from mingcha.platform.words import both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from mingcha.platform.people.models import User


def has_second_factor(user: User) -> bool:
    """Return whether the user set a second factor up; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def name_tried(_request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name under which failed sign-ins are counted: as with signing in, capital letters make no other one."""
    return str((credentials or {}).get("username") or "").lower()


def address_tried_from(request: HttpRequest) -> str | None:
    """Return the address from which failed sign-ins are counted; None where nobody knows it."""
    return address_of(request).partition("/")[0] or None


class KeyForm(AddWebAuthnForm):
    """Adds a security key; its name is asked for in the person's language."""

    name = forms.CharField(label=both("名称", "Name"), required=False)


class Adapter(DefaultAccountAdapter):
    """Accounts are made by administrators alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Return False: nobody registers by themselves."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Return where a person goes after a change of the password."""
        return reverse("office:account")
