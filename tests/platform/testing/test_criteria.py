from __future__ import annotations

from mingcha.catalogue import load
from mingcha.platform.testing.criteria import criteria, label_choices, label_of


def test_all_criteria_of_the_catalogue() -> None:
    assert len(criteria()) == 252
    assert criteria()["COL-01"].title.zh == "无隐私政策"


def test_the_label_that_notices_print() -> None:
    assert label_of("COL-01") == "违规收集个人信息"
    assert label_of("no such criterion") == ""
    unnamed = [key for key, criterion in criteria().items() if criterion.label is None]
    assert {label_of(key) for key in unnamed} <= {""}


def test_forms_of_words_for_problems_are_choices_of_a_form() -> None:
    choices = label_choices()
    assert [value for value, _ in choices] == list(load().labels)
    assert {value for value, title in choices if value == str(title)} > {"违规收集个人信息"}
