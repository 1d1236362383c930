"""Whose token it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from mingcha.platform.api.access import Bearer, token_of
from mingcha.platform.api.cases import show_body
from mingcha.platform.api.problems import ProblemOut
from mingcha.platform.api.shapes import MeOut

router = Router(tags=["me"])


@router.get("", auth=Bearer(), response={200: MeOut, frozenset({401, 429}): ProblemOut}, summary="Whose token this is")
def me(request: HttpRequest) -> Any:
    """Return the token's user, body, scopes and end."""
    token = token_of(request)
    user = token.user
    return MeOut(
        username=user.username,
        name=user.name,
        role=user.role,
        body=show_body(user.body),
        scopes=token.scopes,
        expires_at=token.expires_at,
    )
