from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.remedies import Limit, months_after, remedies_of

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 1, 31), date(2026, 7, 31)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 29), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_six_months_end_on_the_same_day_or_the_last_of_the_month(day: date, after: date) -> None:
    assert months_after(day, 6) == after


def test_nothing_runs_before_service(world: World) -> None:
    assert remedies_of(Penalty(fine=Decimal(1))) == {}


def test_limits_run_from_service_and_end_on_days_that_are_worked(world: World) -> None:
    assert remedies_of(Penalty(served_on=date(2026, 4, 16), fine=Decimal(1))) == {
        "pay_by": Limit(date(2026, 5, 6), certain=True),  # 1 May is a holiday
        "review_by": Limit(date(2026, 6, 15), certain=True),
        "sue_by": Limit(date(2026, 10, 16), certain=True),
    }
    assert list(remedies_of(Penalty(served_on=date(2026, 4, 16)))) == ["review_by", "sue_by"]
    assert not remedies_of(Penalty(served_on=date(2026, 7, 16)))["sue_by"].certain
