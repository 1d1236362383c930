from __future__ import annotations

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.utils import translation

from mingcha.platform.words import both, choose, is_english


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
