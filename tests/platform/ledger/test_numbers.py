from __future__ import annotations

import pytest
from django.db import transaction

from mingcha.platform.ledger.numbers import next_number

pytestmark = pytest.mark.django_db


def test_numbers_run_without_gaps_by_series_and_year() -> None:
    assert [next_number("case", 2026) for _ in range(3)] == [1, 2, 3]
    assert [next_number("case", 2027), next_number("lead", 2026)] == [1, 1]
    with transaction.atomic():
        next_number("case", 2026)
        transaction.set_rollback(True)
    assert next_number("case", 2026) == 4
