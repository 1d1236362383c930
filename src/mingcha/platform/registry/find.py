"""Rows of tables that belong to the apps which a search means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from mingcha.platform.registry.models import App

if TYPE_CHECKING:
    from django.db.models import QuerySet

# So many apps are looked up first and their rows by them; of more, rows are met soon enough by looking at each.
FEW = 2000


def of_apps(field: str, words: str) -> Q:
    """Return the condition that the app at `field` has the words in its name, or a package name that begins with them."""
    known = _keys(App.objects.filter(Q(name__has=words) | Q(package_name__begins=words)))
    if known is not None:
        return Q(**{f"{field}__in": known})
    meant = Q(name__icontains=words) | Q(package_name__istartswith=words)
    return Q(Exists(App.objects.filter(meant, pk=OuterRef(field))))


def _keys(rows: QuerySet[Any]) -> list[Any] | None:
    found = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None
