from __future__ import annotations

import pytest
from django.db import connection, transaction

from mingcha.platform import search
from mingcha.platform.registry.models import App

pytestmark = pytest.mark.django_db

NAMES = ("每日天气", "天气日历Pro", "天", "日气天", "Weather_100%", "weather back\\slash", "PRO 天气", "a", "")
ABSENT = ("气天气", "天天", "%", "_", "\\", "100_", "Weather 100", "pro天", "x", "每日天气预报")


def _words() -> list[str]:
    """Return every part of up to four characters of the names, in both cases, and what no name or few have."""
    parts = {name[at : at + size] for name in NAMES for at in range(len(name)) for size in (1, 2, 3, 4)}
    return sorted({*parts, *map(str.upper, parts), *map(str.lower, parts), *NAMES, *ABSENT})


@pytest.fixture(autouse=True)
def _apps(db: None) -> None:
    App.objects.bulk_create(App(package_name=f"com.{name}.x", name=name) for name in NAMES)


def test_words_are_found_anywhere_in_a_name() -> None:
    found = {words: sorted(App.objects.filter(name__has=words).values_list("name", flat=True)) for words in _words()}
    assert found == {words: sorted(name for name in NAMES if words.lower() in name.lower()) for words in found}
    assert sum(map(len, found.values())) > 100


def test_beginnings_are_found_at_the_beginning_alone() -> None:
    found = {words: sorted(App.objects.filter(name__begins=words).values_list("name", flat=True)) for words in _words()}
    assert found == {words: sorted(name for name in NAMES if name.lower().startswith(words.lower())) for words in found}


def test_both_are_answered_by_an_index_where_there_is_one() -> None:
    if connection.vendor != "postgresql":
        assert "LIKE" in str(App.objects.filter(name__has="天气").query)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # So small a table is read whole otherwise, or in the order of its keys; an index that answers is all that is left.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plans = {
            "registry_app_name_words": App.objects.filter(name__has="天气").order_by().explain(),
            "registry_app_package_name_begins": App.objects.filter(package_name__begins="com.w").order_by().explain(),
        }
    assert [name for name, plan in plans.items() if name not in plan] == []


def test_a_name_that_changes_is_found_by_its_new_words() -> None:
    App.objects.filter(name="天").update(name="地图")
    assert App.objects.filter(name__has="地图").count() == 1
    assert not App.objects.filter(name__has="地图", name="天").exists()


def test_the_indexes_leave_with_their_tables() -> None:
    assert search.leave(None, None) is None  # type: ignore[arg-type, func-returns-value] # it looks at neither
