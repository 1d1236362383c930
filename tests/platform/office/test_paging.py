from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection
from django.db.models.expressions import RawSQL

from mingcha.platform.office import paging
from mingcha.platform.registry.models import App

if TYPE_CHECKING:
    from tests.platform.world import World

    from mingcha.platform.office.paging import Page


def _apps(number: int) -> list[int]:
    App.objects.bulk_create(App(package_name=f"com.example.app{i}", name=f"{i}") for i in range(number))
    return sorted(App.objects.values_list("pk", flat=True), reverse=True)


def _keys(page: Page) -> list[int]:
    return [row.pk for row in page.rows]


def test_forward_to_the_end_and_back_to_the_start(world: World) -> None:
    keys = _apps(9)  # ten with the world's own
    pages, asked = [], {}
    for _ in range(9):
        page = paging.cut(App.objects.all(), asked, size=4)
        pages.append(page)
        if not page.after:
            break
        asked = {"after": page.after}
    assert [_keys(page) for page in pages] == [keys[:4], keys[4:8], keys[8:]]
    assert [page.count for page in pages] == [10, 10, 10]
    assert pages[0].before == ""
    middle = paging.cut(App.objects.all(), {"before": pages[2].before}, size=4)
    assert _keys(middle) == keys[4:8]
    first = paging.cut(App.objects.all(), {"before": middle.before}, size=4)
    assert (_keys(first), first.before) == (keys[:4], "")


def test_oldest_first_and_a_short_page_before(world: World) -> None:
    keys = _apps(4)[::-1]
    page = paging.cut(App.objects.all(), {}, newest_first=False, size=3)
    assert _keys(page) == keys[:3]
    assert _keys(paging.cut(App.objects.all(), {"after": page.after}, newest_first=False, size=3)) == keys[3:]
    assert _keys(paging.cut(App.objects.all(), {"before": str(keys[1])}, size=3, newest_first=False)) == keys[:3]


@pytest.mark.parametrize("asked", [{"after": "x"}, {"before": "¼"}, {"after": "9" * 40}, {"after": "-1"}, {"before": ""}])
def test_a_key_that_is_none_gives_the_first_page_or_an_empty_one(world: World, asked: dict[str, str]) -> None:
    assert len(paging.cut(App.objects.all(), asked).rows) <= 1


def test_counting_stops(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 3)
    _apps(9)
    page = paging.cut(App.objects.all(), {}, size=2)
    assert (page.count, page.is_capped) == (4, True)


def test_counting_has_a_time_on_postgresql_and_the_page_is_shown_all_the_same(world: World) -> None:
    keys = _apps(9)
    rows, counted = App.objects.all(), (10, False)
    if connection.vendor == "postgresql":
        rows, counted = rows.annotate(waited=RawSQL("(SELECT count(pg_sleep(0.2)))", ())).filter(waited=1), (3, True)
    page = paging.cut(rows, {}, size=2)
    assert (_keys(page), (page.count, page.is_capped)) == (keys[:2], counted)
    assert rows.count() == 10  # nothing of the short time is left


def test_what_else_goes_wrong_in_counting_is_not_taken_for_a_long_table(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_rows: object) -> int:
        raise OperationalError("the server is gone")

    _apps(9)
    monkeypatch.setattr(paging, "count", broken)
    with pytest.raises(OperationalError, match="gone"):
        paging.cut(App.objects.all(), {}, size=2)


@pytest.mark.parametrize(("text", "key"), [("7", 7), ("0", 0), ("", 0), ("x", 0), ("-1", 0), ("²", 0), ("9" * 30, 0)])
def test_a_key_of_an_address_is_a_number_or_none_that_a_row_has(text: str, key: int) -> None:
    assert paging.as_key(text) == key
