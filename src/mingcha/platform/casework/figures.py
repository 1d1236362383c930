"""How much each authority has dealt with: leads and cases of a period, and what has become of those cases so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case as Choice
from django.db.models import Count, IntegerField, Q, Value, When

from mingcha.platform.casework.models import Case, Lead, Order, Penalty
from mingcha.platform.casework.states import State
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User

# What is counted of the cases that were opened in the period.
_OF_CASES: dict[str, Count] = {
    "opened": Count("pk"),
    "noticed": Count("pk", filter=Q(noticed_on__isnull=False)),
    "delisted": Count("pk", filter=Q(delisted_on__isnull=False)),
    "closed": Count("pk", filter=Q(closed_on__isnull=False)),
    "rectified": Count("pk", filter=Q(state__in=(State.RECTIFIED, State.RELISTED))),
}
FIGURES = ("received", "ordered", "penalised", "overdue", *_OF_CASES)


def authorities_of(user: User) -> QuerySet[Body]:
    """Return the authorities whose figures the person may see: the ministry's see all, a bureau's its own."""
    bodies = Body.objects.filter(kind__in=AUTHORITIES)
    if not user.is_active or not user.body.is_authority:
        return bodies.none()
    return bodies if user.body.kind == BodyKind.MINISTRY else bodies.filter(pk=user.body_id)


def counted(bodies: QuerySet[Body], *, since: date | None, until: date | None, today: date) -> QuerySet[Body]:
    """Return the bodies with a number for each of `FIGURES`; each is counted once for all bodies, not once per body."""
    cases = Case.objects.filter(_within("opened_on", since, until))
    told: dict[str, dict[int, int]] = {name: {} for name in FIGURES}
    overdue = Count("pk", filter=Q(due_on__lt=today, closed_on=None))
    grouped: QuerySet[Any, Any] = cases.order_by().values("bureau").annotate(**_OF_CASES, overdue=overdue)
    for row in grouped:
        for name in (*_OF_CASES, "overdue"):
            told[name][row["bureau"]] = row[name]
    for name, rows, bureau, key in (
        ("received", Lead.objects.filter(_within("received_on", since, until)), "bureau", "pk"),
        ("ordered", Order.objects.filter(_within("case__opened_on", since, until)), "case__bureau", "case"),
        ("penalised", Penalty.objects.filter(_within("case__opened_on", since, until), decided_on__isnull=False), "case__bureau", "pk"),
    ):
        counts: QuerySet[Any, Any] = rows.order_by().values(bureau).annotate(number=Count(key, distinct=key != "pk"))
        told[name] = {row[bureau]: row["number"] for row in counts}
    return bodies.annotate(**{name: _of(numbers) for name, numbers in told.items()})


def _within(field: str, since: date | None, until: date | None) -> Q:
    bounds = {f"{field}__gte": since, f"{field}__lte": until}
    return Q(**{name: day for name, day in bounds.items() if day is not None})


def _of(numbers: dict[int, int]) -> Choice:
    return Choice(*(When(pk=pk, then=Value(number)) for pk, number in numbers.items()), default=Value(0), output_field=IntegerField())
