from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.api import access
from mingcha.platform.api.models import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.platform.api.conftest import Program
    from tests.platform.world import World

# What each scope opens, and nothing else.
OPENS = {Scope.SCANS_READ: "/scans", Scope.CASES_READ: "/cases", Scope.LEADS_READ: "/leads"}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp4", "Bearer mingcha_" + "x" * 43])
def test_without_a_token_there_is_nothing(client: Client, world: World, header: str) -> None:
    answers = [client.get(f"/api/v1{path}", headers={"Authorization": header} if header else {}) for path in ("/me", *OPENS.values())]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert {(answer["Content-Type"], answer["WWW-Authenticate"]) for answer in answers} == {("application/problem+json", "Bearer")}


def test_a_session_of_the_pages_is_no_token(world: World) -> None:
    assert world.client("ministry:officer").get("/api/v1/cases").status_code == 401


def test_each_scope_opens_its_own(program: Callable[..., Program]) -> None:
    for scope, own in OPENS.items():
        answers = {path: program("ministry:officer", scope).get(path) for path in OPENS.values()}
        assert {path: answer.status_code for path, answer in answers.items()} == {path: 200 if path == own else 403 for path in answers}
    refused = program("ministry:officer", Scope.SCANS_READ).get("/cases").json()
    assert (refused["detail"], refused["detail_en"]) == ("令牌没有权限 cases:read。", "the token lacks the scope cases:read")


def test_reading_is_not_writing(program: Callable[..., Program]) -> None:
    reader = program("ministry:officer", *OPENS)
    assert [reader.post(path).status_code for path in ("/scans", "/leads", "/cases/1/steps/order")] == [403] * 3


def test_a_token_asks_so_often_a_minute(program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "A_MINUTE", 3)
    now = access.timezone.now()
    monkeypatch.setattr(access.timezone, "now", lambda: now)
    one, other = program("ministry:officer"), program("ministry:decider")
    answers = [one.get("/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (answers[3]["Retry-After"], other.get("/me").status_code) == ("60", 200)
