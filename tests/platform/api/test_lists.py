from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from pydantic import ValidationError

from mingcha.platform.api.lists import MOST, Paged, page_of
from mingcha.platform.people.models import Body, BodyKind

if TYPE_CHECKING:
    from django.db.models import QuerySet


@pytest.fixture
def rows(db: None) -> QuerySet[Body]:
    Body.objects.bulk_create(Body(kind=BodyKind.STORE, name=f"店{number:02}") for number in range(7))
    return Body.objects.filter(kind=BodyKind.STORE)


@pytest.mark.parametrize(("newest_first", "limit", "sizes"), [(True, 3, [3, 3, 1]), (False, 7, [7]), (True, 1, [1] * 7)])
def test_pages_have_every_row_once_and_in_order(rows: QuerySet[Body], newest_first: bool, limit: int, sizes: list[int]) -> None:
    seen, found, after = [], [], None
    while len(found) < 9:
        page = page_of(rows, Paged(after=after, limit=limit), lambda row: row.name, newest_first=newest_first)
        found.append(len(page["items"]))
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert (found, seen) == (sizes, sorted((f"店{number:02}" for number in range(7)), reverse=newest_first))


def test_a_row_added_meanwhile_shifts_nothing(rows: QuerySet[Body]) -> None:
    first = page_of(rows, Paged(limit=4), lambda row: row.name)
    Body.objects.create(kind=BodyKind.STORE, name="店99")
    second = page_of(rows, Paged(limit=4, after=first["next"]), lambda row: row.name)
    assert (first["items"] + second["items"], second["next"]) == ([f"店{number:02}" for number in range(6, -1, -1)], None)


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": MOST + 1}, {"after": -1}, {"after": 2**63}, {"after": "x"}])
def test_a_page_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Paged(**wrong)
