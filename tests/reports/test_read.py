from __future__ import annotations

import json as standard
from typing import Any

import pytest

from mingcha.model import MingchaError, Report, Text
from mingcha.reports import html, json
from mingcha.reports.order import arrange
from mingcha.reports.read import part, read


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_a_report_that_is_read_is_written_to_the_same_bytes(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    text = json.write(report)
    assert json.write(read(standard.loads(text))) == text


def test_a_report_is_read_as_it_was(shop: Report) -> None:
    assert read(standard.loads(json.write(shop))) == arrange(shop)


def test_other_forms_are_the_same_from_what_was_read(shop: Report, catalogue: Any) -> None:
    assert html.write(read(standard.loads(json.write(shop))), catalogue) == html.write(shop, catalogue)


@pytest.mark.parametrize("values", [None, [], {}, {"schema_version": 2}, {"schema_version": 1}, {"schema_version": 1, "tool": 5}])
def test_anything_else_is_refused(values: Any) -> None:
    with pytest.raises(MingchaError):
        read(values)


def test_a_text_of_the_wrong_type_is_refused(shop: Report) -> None:
    values = standard.loads(json.write(shop))
    values["package"]["file_name"] = ["a"]
    with pytest.raises(MingchaError):
        read(values)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("未提供 / not given", Text("未提供", "not given")),
        ("A", Text("A", "A")),
        ("甲 / 乙 / a / b", Text("甲 / 乙", "a / b")),
        ("甲 / a / b", Text("甲 / a / b", "甲 / a / b")),
    ],
)
def test_joined_languages_are_parted_in_the_middle(text: str, parts: Text) -> None:
    assert part(text) == parts
