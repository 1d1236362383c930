"""Codes of the second factor: so many tries in a while, whoever knows the password already; counted on every process of the site."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms
from django.utils import timezone

from mingcha.platform.people.limits import allow

TRIES = 5
EVERY = timedelta(minutes=15)


class _Counted(forms.BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Return the code if it is right; ValidationError when it is not, or when there were too many."""
        if not allow("second-factor", str(self.user.pk), most=TRIES, every=EVERY, now=timezone.now()):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()
        return code


class AuthenticateForm(_Counted, forms.AuthenticateForm):
    """Asks for a code at sign-in."""


class ReauthenticateForm(_Counted, forms.ReauthenticateForm):
    """Asks for a code again before something grave."""
