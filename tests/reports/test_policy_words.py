from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingcha.model import Disclosure, PolicyElement
from mingcha.reports import policy_words
from mingcha.reports.policy_matrix import Declared

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


def test_every_state_has_a_shape_words_a_meaning_and_a_class() -> None:
    assert set(policy_words.STATES) == set(policy_words.MEANINGS) == set(policy_words.CLASSES) == set(Declared)
    assert len({words.zh for _, words in policy_words.STATES.values()}) == len({shape for shape, _ in policy_words.STATES.values()}) == 9


@pytest.mark.parametrize(
    ("polarity", "handler", "zh", "en", "who"),
    [
        ("yes", "self", "收集", "collect", ""),
        ("no", "third-party", "不收集", "not collect", "第三方"),
        ("no-with-exception", "sdk:getui", "除例外不收集", "with exceptions not collect", "getui"),
    ],
)
def test_a_statement_in_words(polarity: str, handler: str, zh: str, en: str, who: str) -> None:
    item = Disclosure("imei", "collect", handler, "q", 0, 1, polarity=polarity)
    assert (policy_words.practice(item).zh, policy_words.practice(item).en, policy_words.handler(item).zh) == (zh, en, who)


def test_checks_have_names_and_what_is_unknown_stands_for_itself(catalogue: Catalogue) -> None:
    cases = (("F1", True), ("F1", False), ("F10", True), ("F10", False), ("F2", None))
    outcomes = [policy_words.element(PolicyElement(*case), catalogue)[3].zh for case in cases]
    assert outcomes == ["符合", "缺失或有缺陷", "缺失或有缺陷", "符合", "未能判定"]
    assert policy_words.element(PolicyElement("F99", present=None), catalogue)[0].zh == "F99"
