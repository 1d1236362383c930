"""Programs that ask the API with a token of somebody of the world."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from mingcha.platform.api.models import Scope
from mingcha.platform.api.tokens import issue_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from tests.platform.world import World


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    """Return a function that gives a program of that person, with all scopes unless it names some."""

    def make(name: str, *scopes: str) -> Program:
        _, secret = issue_token(
            user=world[name], name="test", scopes=scopes or Scope.values, days=1, at=timezone.now() - timedelta(minutes=1)
        )
        return Program(secret)

    return make


class Program:
    """A client of the API; paths are below /api/v1."""

    def __init__(self, secret: str) -> None:
        self._client = Client()
        self._headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **params: Any) -> HttpResponse:
        return self._client.get(f"/api/v1{path}", params, headers=self._headers)

    def post(self, path: str, data: Any = None, *, key: str = "") -> HttpResponse:
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        return self._client.post(f"/api/v1{path}", json.dumps(data or {}), content_type="application/json", headers=headers)

    def send(self, path: str, content: bytes, *, key: str = "") -> HttpResponse:
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        return self._client.post(f"/api/v1{path}", content, content_type="application/octet-stream", headers=headers)
