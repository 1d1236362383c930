from __future__ import annotations

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.urls import NoReverseMatch, reverse


def test_what_signing_in_needs_has_an_address_and_what_needs_mail_has_none() -> None:
    assert [reverse(name) for name in ("account_login", "account_reauthenticate", "mfa_index", "mfa_add_webauthn")] == [
        "/accounts/login/",
        "/accounts/reauthenticate/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/add/",
    ]
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
