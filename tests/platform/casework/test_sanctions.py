from __future__ import annotations

from decimal import Decimal

import pytest

from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.sanctions import beyond, fine_of, names
from mingcha.platform.casework.step import StepError


def test_kinds_have_their_names_in_the_order_of_the_act() -> None:
    assert [name.zh for name in names(["suspension", "fine", "warning"])] == ["警告", "罚款", "责令停产停业"]


def test_a_fine_has_its_amount() -> None:
    assert fine_of({"sanctions": ["fine"], "fine": "10.50"}) == Decimal("10.50")
    assert fine_of({"sanctions": ["warning"], "fine": None}) is None
    assert fine_of({"sanctions": ["warning"], "fine": 0}) is None
    for data in ({"sanctions": ["fine"], "fine": 0}, {"sanctions": ["warning"], "fine": 1}):
        with pytest.raises(StepError, match="须填写罚款数额"):
            fine_of(data)


def test_less_than_was_announced_is_no_reason_for_a_new_notice() -> None:
    penalty = Penalty(intended_sanctions=["warning", "fine"], intended_fine=Decimal(10), sanctions=["fine"], fine=Decimal(10))
    assert list(beyond(penalty)) == []
    penalty.sanctions, penalty.fine = ["warning"], None
    assert list(beyond(penalty)) == []


def test_what_goes_beyond_is_named_in_both_languages() -> None:
    penalty = Penalty(intended_sanctions=["fine"], intended_fine=Decimal(10), sanctions=["fine", "closure"], fine=Decimal("10.01"))
    assert [(each.zh, each.en) for each in beyond(penalty)] == [
        ("“责令关闭”未经事先告知，须重新告知。", "no prior notice was given of this: closure; give a new one"),
        (
            "罚款10.01元高于已告知的10.00元，须重新告知。",
            "a fine of 10.01 yuan is more than the 10.00 of the prior notice; give a new one",
        ),
    ]
