"""Who asks: a token in `Authorization: Bearer`, its scope, and how often it asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.utils import timezone
from ninja.security import HttpBearer

from mingcha.model import Text
from mingcha.platform.api.models import ApiToken
from mingcha.platform.api.problems import Problem
from mingcha.platform.api.tokens import find_token
from mingcha.platform.people.limits import address_of, allow

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mingcha.platform.api.models import Scope
    from mingcha.platform.people.models import User

A_MINUTE = 300
PUBLIC_A_MINUTE = 60
_MINUTE = timedelta(minutes=1)


class Bearer(HttpBearer):
    """Lets in who has a token with the scope; without a scope, any token."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token's row, None when there is none; raises Problem for a missing scope or too many requests."""
        now = timezone.now()
        found = find_token(token, now=now)
        if found is None:
            return None
        if not allow("api", str(found.pk), most=A_MINUTE, every=_MINUTE, now=now):
            raise Problem(429, Text(f"每分钟最多{A_MINUTE}次。", f"at most {A_MINUTE} a minute"), retry_after=60)
        if self.scope is not None and self.scope not in found.scopes:
            raise Problem(403, Text(f"令牌没有权限 {self.scope.value}。", f"the token lacks the scope {self.scope.value}"))
        request.user = found.user
        return found


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token of a request that `Bearer` let in."""
    return cast("ApiToken", request.auth)  # type: ignore[attr-defined] # set by ninja


def user_of(request: HttpRequest) -> User:
    """Return whose token it is; what they see is what `visible_*` gives."""
    return token_of(request).user


def count_stranger(request: HttpRequest) -> None:
    """Count a request without a token; raises Problem when its address asks too often."""
    if not allow("api-public", address_of(request), most=PUBLIC_A_MINUTE, every=_MINUTE, now=timezone.now()):
        raise Problem(429, Text(f"每分钟最多{PUBLIC_A_MINUTE}次。", f"at most {PUBLIC_A_MINUTE} a minute"), retry_after=60)
