"""Numbers without gaps: a number is given in the transaction that uses it, and goes back with it."""

from __future__ import annotations

from django.db import transaction

from mingcha.platform.ledger.models import Counter


@transaction.atomic
def next_number(series: str, year: int) -> int:
    """Return the next number of the series in that year, from 1; two transactions never get the same."""
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value
