"""What a kind of unit does. A kind is declared in a module `units` of an app, which the app of the queue imports at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingcha.model import MingchaError, Text

if TYPE_CHECKING:
    from mingcha.platform.work.models import Unit

# Seconds after which a process that is still at work is killed.
LIMIT = 900.0

Payload = dict[str, Any]


class TryAgainError(MingchaError):
    """What the unit needs is not there at the moment; it is put back and counted as started."""

    def __init__(self, why: Text, after: float = 60.0) -> None:
        super().__init__(why.en)
        self.why, self.after = why, after


@dataclass(frozen=True, slots=True)
class Task:
    """What a handler is told: the unit's key and payload, the number of this start, and where to say how far it got."""

    key: str
    payload: Payload
    attempt: int
    report: Callable[[int, Text], None]


Run = Callable[[Task], Any]
Record = Callable[["Unit"], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """A kind: `run` in a process of its own, `record` when a unit has ended, `prepare` once in each worker.

    `run` returns what JSON can hold. It may be started several times for one unit, so it must not write what may not be written
    twice. `record` does that: it is called once for every end (`unit.state` is one of `models.OVER`, `unit.result` and
    `unit.why_zh` are set), in the transaction that ends the unit, and in any process, also that of a page. What it writes of an
    end without a result must be nothing that a database could refuse. A worker runs at most `at_once` units of the kind at a time.
    """

    kind: str
    run: Run
    record: Record | None = None
    prepare: Callable[[], None] | None = None
    limit: float = LIMIT
    at_once: int | None = None


_HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    record: Record | None = None,
    prepare: Callable[[], None] | None = None,
    limit: float = LIMIT,
    at_once: int | None = None,
) -> Callable[[Run], Run]:
    """Make a function the `run` of a kind; ValueError when another function is that already."""

    def register(run: Run) -> Run:
        if kind in _HANDLERS:
            raise ValueError(f"{kind}: two handlers")
        _HANDLERS[kind] = Handler(kind, run, record, prepare, limit, at_once)
        return run

    return register


def find_handler(kind: str) -> Handler:
    """Return the handler of a kind; KeyError when there is none."""
    return _HANDLERS[kind]


def kinds() -> list[str]:
    """Return the kinds that have a handler, sorted."""
    return sorted(_HANDLERS)
