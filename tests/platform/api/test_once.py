from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.api.models import Answer
from mingcha.platform.api.once import KEPT
from mingcha.platform.casework.models import Lead

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.platform.api.conftest import Program

LEAD = {"source": "monthly", "name": "向日葵"}


def test_the_same_request_is_done_once_and_answered_alike(program: Callable[..., Program]) -> None:
    client = program("beijing:officer")
    first, second = (client.post("/leads", LEAD, key="a") for _ in range(2))
    assert (first.status_code, second.status_code, first.json() == second.json(), Lead.objects.count()) == (201, 201, True, 1)
    assert client.post("/leads", LEAD, key="b").json()["number"] != first.json()["number"]
    assert [client.post("/leads", LEAD).status_code, Lead.objects.count()] == [201, 3]


def test_a_key_is_of_one_token_and_of_one_request(program: Callable[..., Program]) -> None:
    client, other = program("beijing:officer"), program("shanghai:officer")
    client.post("/leads", LEAD, key="a")
    clash = client.post("/leads", LEAD | {"name": "牵牛花"}, key="a")
    assert (clash.status_code, clash.json()["detail"]) == (422, "此Idempotency-Key已用于另一请求。")
    assert (other.post("/leads", LEAD, key="a").status_code, Lead.objects.count()) == (201, 2)


def test_a_request_that_failed_may_be_put_right(program: Callable[..., Program]) -> None:
    client = program("beijing:officer")
    assert client.post("/leads", LEAD | {"name": ""}, key="a").status_code == 422
    assert (client.post("/leads", LEAD, key="a").status_code, Lead.objects.count()) == (201, 1)


def test_answers_are_kept_for_a_day(program: Callable[..., Program]) -> None:
    client = program("beijing:officer")
    client.post("/leads", LEAD, key="a")
    row = Answer.objects.get()
    Answer.objects.update(at=row.at - KEPT - timedelta(seconds=1))
    assert (client.post("/leads", LEAD, key="a").status_code, Lead.objects.count(), Answer.objects.count()) == (201, 2, 1)
