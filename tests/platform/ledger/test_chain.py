from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.platform.databases import set_log_guard
from tests.platform.world import AT

from mingcha.platform.ledger.chain import record, verify
from mingcha.platform.ledger.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


def _write(number: int = 5) -> list[Entry]:
    return [record(kind="test", subject=f"case:{i}", at=AT, data={"i": i, "words": "中文"}, evidence="ab" * 32) for i in range(number)]


def test_an_untouched_log_holds() -> None:
    assert verify() == []
    entries = _write()
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert verify() == []


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"i": 9, "words": "中文"}},
        {"evidence": ""},
        {"actor_name": "somebody"},
        {"kind": "other"},
        {"subject": "case:9"},
        {"at": AT.replace(year=2025)},
        {"previous": "0" * 64},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_changed_field_is_seen(change: dict[str, Any]) -> None:
    _write()
    Entry.objects.filter(number=3).update(**change)
    assert {found.number for found in verify()} <= {3, 4}
    assert verify() != []


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_dropped_entry_is_seen(number: int) -> None:
    _write()
    Entry.objects.filter(number=number).delete()
    assert verify() != []


def test_swapped_added_and_cut_entries_are_seen() -> None:
    _write()
    second, third = Entry.objects.get(number=2), Entry.objects.get(number=3)
    Entry.objects.filter(number__in=(2, 3)).delete()
    second.number, third.number = 3, 2
    Entry.objects.bulk_create([second, third])
    assert verify() != []
    Entry.objects.all().delete()
    assert verify() != []
    Head.objects.all().delete()
    assert verify() == []
    forged = Entry(number=1, at=AT, kind="x", subject="y", previous="0" * 64, hash="0" * 64)
    forged.save()
    assert [found.what for found in verify()] == ["was altered", "is not the last entry that was written"]


def test_an_entry_goes_back_with_its_transaction() -> None:
    _write(1)
    with transaction.atomic():
        record(kind="test", subject="case:1", at=AT)
        transaction.set_rollback(True)
    assert record(kind="test", subject="case:2", at=AT).number == 2
    assert verify() == []


@contextmanager
def _guarded() -> Iterator[None]:
    set_log_guard(on=True)
    try:
        yield
    finally:
        set_log_guard(on=False)


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_to_change_or_drop_an_entry() -> None:
    entry = _write(1)[0]
    with _guarded():
        for sql in ("UPDATE ledger_entry SET kind = 'x'", "DELETE FROM ledger_entry"):
            with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
                cursor.execute(sql)
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
                cursor.execute("TRUNCATE ledger_entry")
        record(kind="test", subject="case:2", at=AT)
    assert Entry.objects.count() == 2
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()
