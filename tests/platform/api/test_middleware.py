from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client
    from tests.platform.api.conftest import Program
    from tests.platform.world import World


def told(response: HttpResponse) -> tuple[int, str, int]:
    return response.status_code, response["Content-Type"], response.json()["status"]


def test_whatever_goes_wrong_below_api_is_a_problem(client: Client, world: World) -> None:
    answers = [
        client.get("/api"),
        client.get("/api/"),
        client.get("/api/v1/"),
        client.get("/api/v1/notices", QUERY_STRING="year=%00"),
        client.delete("/api/v1/cases"),
        client.put("/api/v1/me"),
    ]
    assert [told(each) for each in answers] == [(status, "application/problem+json", status) for status in (404, 404, 404, 400, 405, 405)]
    assert (answers[4]["Allow"], answers[5]["Allow"]) == ("GET", "GET")


def test_pages_are_left_as_they_are(client: Client, db: None) -> None:
    answers = [client.get("/none/"), client.post("/apis/")]
    assert [(each.status_code, each["Content-Type"]) for each in answers] == [(404, "text/html; charset=utf-8")] * 2


def test_content_that_is_too_long_is_told_so(program: Callable[..., Program]) -> None:
    response = program("beijing:officer").send("/leads", b"{" + b" " * 5 * 2**20 + b"}")
    assert told(response) == (413, "application/problem+json", 413)
