"""Reads packages in the sandbox and gives facts for each, also for one whose reading failed."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.facts.collect import collect, prepare
from mingcha.facts.factset import FactSet
from mingcha.model import Text
from mingcha.sandbox import Limits, Outcome, Pool, Status, isolation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mingcha.sandbox import Data

# Every kind of evidence that reading a package can give.
_KINDS = ("manifest", "resources", "signature", "code", "native")


class Reading(NamedTuple):
    """The facts of one file; `failure` says why they are empty, `readable` that it is a package at all.

    `is_refused` says that it was not opened, for this machine could not isolate its reader: another time it may be read.
    """

    path: Path
    facts: FactSet
    failure: Text | None = None
    readable: bool = True
    is_refused: bool = False


def read_packages(
    paths: Iterable[Path],
    *,
    jobs: int,
    limits: Limits,
    unsafe: bool = False,
    app_type: str | None = None,
    progress: Callable[[int], None] | None = None,
    names: Mapping[Path, str] = MappingProxyType({}),
) -> Iterator[Reading]:
    """Yield one reading per path, in order; a package that kills its reader yields facts that say so.

    `names` are the names to tell of files that are stored under others.
    """
    prepare()

    def read(data: Data, path: Any) -> dict[str, Any]:
        return collect(data, names.get(path, path.name), app_type=app_type).to_wire()

    pool = Pool(read, jobs, limits, unsafe=unsafe)
    for _, path, outcome in pool.run(paths, progress):
        yield _reading(path, names.get(path, path.name), outcome)


def _reading(path: Path, name: str, outcome: Outcome) -> Reading:
    if outcome.status is Status.OK:
        facts = FactSet.from_wire(outcome.value)
        _note_isolation(facts, outcome)
        return Reading(path, facts)
    detail = outcome.detail or Text(outcome.status.value, outcome.status.value)
    facts = FactSet(_identify(path))
    size = path.stat().st_size if path.is_file() else 0
    facts.add("package", kind="unknown", file_name=name, size=size)
    facts.limit(f"reading-{outcome.status.value}", "", detail.zh, detail.en)
    for kind in _KINDS:
        facts.cover(kind, "absent", detail.zh, detail.en)
    _note_isolation(facts, outcome)
    status = outcome.status
    return Reading(path, facts, detail, readable=status is not Status.UNREADABLE, is_refused=status is Status.REFUSED)


def _identify(path: Path) -> str:
    """Return the SHA-256 of a file, of nothing when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256().hexdigest()


def _note_isolation(facts: FactSet, outcome: Outcome) -> None:
    """Say in the facts where the child was not fully locked in."""
    if not outcome.isolation.complete:
        for missing in isolation().missing:
            facts.limit("isolation", "", missing.zh, missing.en)
