"""The door itself: one package, or any number of them with several children at once."""

from __future__ import annotations

import functools
import os
import time
from typing import TYPE_CHECKING, Any, TypeVar

from mingcha.sandbox.crew import Crew
from mingcha.sandbox.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mingcha.sandbox.child import Data, Reader
    from mingcha.sandbox.confinement import Isolation
    from mingcha.sandbox.outcome import Outcome

Location = TypeVar("Location", bound=str | os.PathLike[str])

_DEFAULT = Limits()
_END: tuple[int, None] = (-1, None)


def run(read: Reader, source: str | os.PathLike[str] | int, *, limits: Limits = _DEFAULT, unsafe: bool = False) -> Outcome:
    """Return what `read(data)` made of a file in a confined child; nothing that happens there raises here.

    `data` is an mmap or memoryview of the whole file, given by its path or by an open descriptor, which stays open.
    `read` returns what JSON can hold. Where isolation is not complete the outcome is REFUSED, unless `unsafe`.
    """
    with Crew(limits, unsafe=unsafe) as crew:
        crew.start(0, read, source)
        while True:
            for _, outcome in crew.wait():
                return outcome


@functools.cache
def isolation() -> Isolation:
    """Return what this machine's kernel gives a child, found out by confining one."""
    return run(len, __file__, unsafe=True).isolation


class Pool:
    """Up to `jobs` children at work, one for each file, with `read(data, path)` in each; otherwise as `run`."""

    def __init__(self, read: Callable[[Data, Any], Any], jobs: int, limits: Limits = _DEFAULT, *, unsafe: bool = False) -> None:
        self._read = read
        self._jobs = max(1, jobs)
        self._limits = limits
        self._unsafe = unsafe

    def run(self, paths: Iterable[Location], progress: Callable[[int], None] | None = None) -> Iterator[tuple[int, Location, Outcome]]:
        """Yield position, path and outcome in input order; `paths` may be endless.

        At most twice `jobs` outcomes wait for their turn. `progress` is told the number of files done, as they end.
        Time that the consumer takes between two results is not the children's. Closing the iterator ends the children.
        """
        queue = iter(enumerate(paths))
        underway: dict[int, Location] = {}
        done: dict[int, Outcome] = {}
        due = finished = 0
        with Crew(self._limits, unsafe=self._unsafe) as crew:
            while True:
                # One that is due and still at work, and at most twice `jobs` behind it.
                while len(crew) < self._jobs and len(underway) <= 2 * self._jobs:
                    number, path = next(queue, _END)
                    if path is None:
                        break
                    underway[number] = path
                    crew.start(number, self._bound(path), path)
                if not underway:
                    return
                if due in done:
                    left = time.monotonic()
                    yield due, underway.pop(due), done.pop(due)
                    crew.pardon(time.monotonic() - left)
                    due += 1
                for number, outcome in crew.wait() if due not in done else ():
                    done[number] = outcome
                    finished += 1
                    if progress:
                        progress(finished)

    def _bound(self, path: Location) -> Reader:
        return lambda data: self._read(data, path)
