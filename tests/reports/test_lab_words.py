from __future__ import annotations

import pytest

from mingcha.model import Text, Verdict
from mingcha.reports import lab_words
from mingcha.reports.lab_words import day_in_words


@pytest.mark.parametrize(
    ("day", "lang", "words"),
    [("2026-03-05", "zh", "2026年3月5日"), ("2026-12-31", "zh", "2026年12月31日"), ("2026-03-05", "en", "2026-03-05")],
)
def test_days_as_documents_print_them(day: str, lang: str, words: str) -> None:
    assert day_in_words(day, lang) == words


def test_every_verdict_has_a_wording_and_none_says_that_an_app_complies() -> None:
    assert set(lab_words.VERDICTS) == set(Verdict)
    assert "符合" not in {text.zh for text in lab_words.VERDICTS.values()}


def test_everything_is_in_both_languages() -> None:
    for table in (lab_words.COVER, lab_words.HEADINGS, lab_words.TABLES, lab_words.ANNEXES):
        assert [key for key, text in table.items() if not (isinstance(text, Text) and text.zh and text.en)] == []
