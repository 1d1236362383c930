from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django import forms

from mingcha.model import Text
from mingcha.platform.api import me
from mingcha.platform.api.problems import FieldError, Problem, answer, of_form
from mingcha.platform.words import both

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.platform.api.conftest import Program


def test_a_problem_is_told_in_both_languages() -> None:
    response = answer(Problem(409, Text("已结案", "closed"), [FieldError(field="x", zh="错", en="wrong")]))
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "about:blank",
        "status": 409,
        "title": "现在不能办理",
        "title_en": "not possible now",
        "detail": "已结案",
        "detail_en": "closed",
        "errors": [{"field": "x", "zh": "错", "en": "wrong"}],
    }


def test_errors_of_a_form_keep_their_fields_and_have_both_languages() -> None:
    class Asked(forms.Form):
        name = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError(both("不行", "no"))

    problem = of_form(Asked({}))
    assert (problem.status, [error.model_dump() for error in problem.errors]) == (
        422,
        [{"field": "name", "zh": "这个字段是必填项。", "en": "This field is required."}, {"field": "", "zh": "不行", "en": "no"}],
    )


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/cases?limit=201", 422, "limit"),
        ("/cases?state=x", 422, "state"),
        ("/cases/x", 422, "pk"),
        ("/cases/999999", 404, None),
    ],
)
def test_what_is_asked_wrongly_is_told_by_field(program: Callable[..., Program], path: str, status: int, field: str | None) -> None:
    response = program("beijing:officer").get(path)
    fields = [error["field"] for error in response.json()["errors"]]
    assert (response.status_code, fields) == (status, [field] if field else [])


@pytest.mark.parametrize("number", [2**31, 2**63, 2**70, -1])
def test_no_number_is_too_large_to_be_refused(program: Callable[..., Program], number: int) -> None:
    client = program("beijing:officer")
    assert [client.get(f"/{name}/{number}").status_code for name in ("cases", "leads", "scans")] == [404] * 3


def test_content_that_is_no_json_is_a_problem(program: Callable[..., Program]) -> None:
    response = program("beijing:officer").send("/leads", b"{not json")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_an_address_that_is_not_there_is_a_problem_too(client: Client, db: None) -> None:
    answers = [client.get("/api/v1/none"), client.post("/api/v2/scans"), client.get("/api/x/y/z")]
    assert [(each.status_code, each["Content-Type"]) for each in answers] == [(404, "application/problem+json")] * 3


def test_what_breaks_is_a_problem_and_is_logged(
    program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(me, "show_body", lambda _body: 1 / 0)
    response = program("beijing:officer").get("/me")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "ZeroDivisionError" in caplog.text


def test_halves_of_characters_are_refused(program: Callable[..., Program]) -> None:
    answers = [
        program("beijing:officer").post("/leads", {"source": "monthly", "name": "\ud800"}),
        program("beijing:officer").post("/cases/1/steps/assign", {"data": {"text": "\ud800"}}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
