from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from tests.platform.world import AT

from mingcha.platform.ledger import anchors
from mingcha.platform.ledger.chain import ORIGIN, record, seal, verify
from mingcha.platform.ledger.models import Entry, Head

pytestmark = pytest.mark.django_db(transaction=True)


def _write(count: int = 4) -> None:
    for number in range(count):
        record(kind="test", subject=f"case:{number}", at=AT)


def _rewrite() -> None:
    """Hash the whole log anew, as somebody would who changed an entry and knows how the chain is made."""
    previous = ORIGIN
    for entry in Entry.objects.order_by("number"):
        entry.previous = previous
        previous = entry.hash = seal(entry)
        Entry.objects.filter(pk=entry.pk).update(previous=entry.previous, hash=entry.hash)
    Head.objects.update(number=entry.number, hash=previous)


def test_each_entry_that_stands_has_its_anchor() -> None:
    _write(2)
    with transaction.atomic():
        record(kind="test", subject="case:9", at=AT)
        transaction.set_rollback(True)
    record(kind="test", subject="case:3", at=AT)
    told = Path(settings.ANCHORS).read_text()
    assert told == "".join(f"{entry.number} {entry.hash}\n" for entry in Entry.objects.order_by("number"))
    assert (anchors.count(), list(anchors.differences()), verify()) == (3, [], [])


def test_a_tail_that_is_cut_together_with_the_head_is_seen() -> None:
    _write()
    Entry.objects.filter(number__gt=2).delete()
    Head.objects.update(number=2, hash=Entry.objects.get(number=2).hash)
    assert verify(anchored=False) == []
    assert [(found.number, found.what) for found in verify()] == [(each, "is gone: the anchor file has it") for each in (3, 4)]


def test_a_log_that_is_hashed_anew_is_seen() -> None:
    _write()
    Entry.objects.filter(number=2).update(subject="case:77")
    _rewrite()
    assert verify(anchored=False) == []
    assert [found.number for found in verify()] == [2, 3, 4]


def test_no_file_is_no_anchor_and_a_torn_line_is_none() -> None:
    assert (anchors.count(), list(anchors.differences())) == (None, [])
    _write(1)
    with Path(settings.ANCHORS).open("ab") as file:
        file.write(b"2 abc\n\xff\xfe\n" + b"9" * 30 + b" " + b"a" * 64 + b"\n")
    assert (anchors.count(), verify()) == (1, [])


def test_what_happened_stands_where_the_file_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ANCHORS", tmp_path / "absent" / "anchors.txt")
    _write(1)
    assert (Entry.objects.count(), anchors.count()) == (1, None)


def test_the_file_is_its_owners_alone() -> None:
    _write(1)
    assert Path(settings.ANCHORS).stat().st_mode & 0o777 == 0o600
