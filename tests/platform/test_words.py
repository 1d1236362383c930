from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.utils import translation

from mingcha.platform import words
from mingcha.platform.words import both, choose, is_english, listed, many


def test_a_text_is_told_in_the_language_of_the_moment_it_is_shown() -> None:
    text = both("期限", "time limit")
    with translation.override("en-gb"):
        assert (str(text), choose("期限", "time limit"), is_english()) == ("time limit", "time limit", True)
    with translation.override("zh-hans"):
        assert (str(text), choose("期限", "time limit"), is_english()) == ("期限", "期限", False)


def test_any_other_language_is_answered_in_chinese() -> None:
    for language in ("fr", None):
        with translation.override(language):
            assert (str(both("期限", "time limit")), is_english()) == ("期限", False)


def test_one_thing_is_not_many() -> None:
    assert [many(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [many(count, "criterion was", "criteria were") for count in (1, 2)] == ["1 criterion was", "2 criteria were"]


def test_lists_have_the_marks_of_the_language() -> None:
    with translation.override("en"):
        assert (listed(["a", 2]), listed(["a", "b"], "；"), listed([])) == ("a, 2", "a; b", "")
    with translation.override("zh-hans"):
        assert (listed(["a", 2]), listed(["a", "b"], "；")) == ("a、2", "a；b")


def test_templates_hold_no_chinese_but_beside_its_english() -> None:
    templates = sorted(Path(words.__file__).parent.glob("*/templates/**/*.html"))
    assert len(templates) > 50
    for template in templates:
        shown = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", template.read_text())
        assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", shown) in ([], ["中文"]), template.name
