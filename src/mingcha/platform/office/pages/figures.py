"""Figures: what each authority has dealt with in a period. The ministry sees all provinces, a bureau its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.figures import authorities_of, counted
from mingcha.platform.office.access import page
from mingcha.platform.office.forms import DayInput
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Body
from mingcha.platform.words import both

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class PeriodFilter(django_filters.FilterSet):
    """The period: from its first day to its last, this year where nothing is said."""

    since = django_filters.DateFilter(label=both("不早于", "From"), widget=DayInput())
    until = django_filters.DateFilter(label=both("不晚于", "To"), widget=DayInput())

    class Meta:
        model = Body
        fields = ()

    def filter_queryset(self, queryset: QuerySet[Body]) -> QuerySet[Body]:
        """Return the authorities with the figures of the period."""
        since, until, today = self.form.cleaned_data["since"], self.form.cleaned_data["until"], timezone.localdate()
        if since is None and until is None:
            since = today.replace(month=1, day=1)
        return counted(queryset, since=since, until=until, today=today)


def _cases(body: Body) -> str:
    return f"{reverse('office:cases')}?bureau={body.pk}"


TABLE = Table(
    name="figures",
    title=Text("统计", "Figures"),
    rows=authorities_of,
    filters=PeriodFilter,
    columns=(
        Column(Text("机关", "Authority"), "name"),
        Column(Text("收到线索", "Leads"), "received", "number"),
        Column(Text("立案", "Opened"), "opened", "number"),
        Column(Text("责令整改", "Ordered"), "ordered", "number"),
        Column(Text("通报", "Noticed"), "noticed", "number"),
        Column(Text("下架", "Delisted"), "delisted", "number"),
        Column(Text("处罚", "Penalised"), "penalised", "number"),
        Column(Text("整改完成", "Rectified"), "rectified", "number"),
        Column(Text("结案", "Closed"), "closed", "number"),
        Column(Text("现已逾期", "Overdue now"), "overdue", "number"),
    ),
    address=_cases,
    newest_first=False,
    template="office/figures.html",
)


@page(kinds=AUTHORITIES)
def figures(request: HttpRequest) -> HttpResponseBase:
    """Show the figures of the authorities that the person may see."""
    return show(request, TABLE)


urlpatterns: list[Any] = [path("figures/", figures, name="figures")]
