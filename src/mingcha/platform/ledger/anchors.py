"""Numbers and hashes of entries in a file outside of the database: a log that is cut or made anew inside it shows against them.

`settings.ANCHORS` names the file; a line is a number and a hash. Who can write to both can still agree them: keep the file on
another disk, append-only, or note the head elsewhere (`mingcha platform doctor` prints it).
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 2000
_PRIVATE = 0o600


def drop(number: int, seal: str) -> None:
    """Add one entry to the file. OSError when it cannot be written."""
    file = os.open(settings.ANCHORS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
    try:
        os.write(file, f"{number} {seal}\n".encode())
    finally:
        os.close(file)


def count() -> int | None:
    """Return how many anchors there are, None when there is no file."""
    return sum(1 for _ in _read()) if Path(settings.ANCHORS).is_file() else None


def newest() -> int:
    """Return the number of the last entry that has an anchor, 0 for none."""
    return max((number for number, _ in _read()), default=0) if Path(settings.ANCHORS).is_file() else 0


def differences() -> Iterator[tuple[int, str]]:
    """Yield the number of each anchor that the log does not bear out, and what is wrong; nothing when there is no file."""
    if not Path(settings.ANCHORS).is_file():
        return
    anchors = _read()
    while chunk := list(islice(anchors, _AT_ONCE)):
        held = dict(Entry.objects.filter(number__in=[number for number, _ in chunk]).values_list("number", "hash"))
        for number, seal in chunk:
            if number not in held:
                yield number, "is gone: the anchor file has it"
            elif held[number] != seal:
                yield number, "is another one than the anchor file has"


def _read() -> Iterator[tuple[int, str]]:
    """Yield the anchors; a line that a crash tore is none."""
    with Path(settings.ANCHORS).open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            number, _, seal = line.strip().partition(" ")
            if number.isascii() and number.isdigit() and len(number) < 19 and len(seal) == 64:  # noqa: PLR2004 - a bigint, a SHA-256
                yield int(number), seal
