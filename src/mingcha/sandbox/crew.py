"""Several children at work at once, watched by one selector."""

from __future__ import annotations

import os
import selectors
import stat
import time
from typing import TYPE_CHECKING, Self

from mingcha.model import Text
from mingcha.sandbox.outcome import Outcome, Status
from mingcha.sandbox.process import Process

if TYPE_CHECKING:
    from mingcha.sandbox.child import Reader
    from mingcha.sandbox.limits import Limits


class Crew:
    """Children by the caller's number; leaving the `with` block kills and reaps those still alive."""

    def __init__(self, limits: Limits, *, unsafe: bool) -> None:
        self._limits = limits
        self._unsafe = unsafe
        self._selector = selectors.DefaultSelector()
        self._alive: dict[int, Process] = {}
        self._ended: list[tuple[int, Outcome]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._alive.values():
            process.finish()
        self._alive.clear()
        self._selector.close()

    def __len__(self) -> int:
        """Return how many children have not been handed back by `wait`."""
        return len(self._alive) + len(self._ended)

    def start(self, number: int, read: Reader, source: str | os.PathLike[str] | int) -> None:
        """Put a child to work on a file (path or open descriptor); what is wrong with the file never raises."""
        package = _open(source)
        if isinstance(package, Outcome):
            self._ended.append((number, package))
            return
        try:
            process = Process(read, package, self._limits, unsafe=self._unsafe)
        except OSError as error:
            self._ended.append((number, _unstarted(error)))
            return
        finally:
            os.close(package)
        self._alive[number] = process
        self._selector.register(process, selectors.EVENT_READ, number)

    def pardon(self, seconds: float) -> None:
        """Put every deadline off: for so long nobody listened to the children."""
        for process in self._alive.values():
            process.deadline += seconds

    def wait(self) -> list[tuple[int, Outcome]]:
        """Wait until something happens and return the numbers and outcomes of the children that ended."""
        if self._alive and not self._ended:
            soonest = min(process.deadline for process in self._alive.values())
            for key, _ in self._selector.select(max(0.0, soonest - time.monotonic())):
                if self._alive[key.data].take():
                    self._retire(key.data, overdue=False)
            now = time.monotonic()
            for number in [number for number, process in self._alive.items() if process.deadline <= now]:
                self._retire(number, overdue=True)
        ended, self._ended = self._ended, []
        return ended

    def _retire(self, number: int, *, overdue: bool) -> None:
        process = self._alive.pop(number)
        self._selector.unregister(process)
        self._ended.append((number, process.finish(overdue=overdue)))


def _open(source: str | os.PathLike[str] | int) -> int | Outcome:
    """Return a descriptor of one's own for a regular file, or the outcome that says why there is none."""
    try:
        package = os.dup(source) if isinstance(source, int) else os.open(source, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return Outcome(Status.UNREADABLE, detail=Text("文件不存在", "there is no such file"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        return Outcome(Status.UNREADABLE, detail=Text(f"文件打不开：{why}", f"the file cannot be opened: {why}"))
    if stat.S_ISREG(os.fstat(package).st_mode):
        return package
    os.close(package)
    return Outcome(Status.UNREADABLE, detail=Text("不是普通文件", "not a regular file"))


def _unstarted(error: OSError) -> Outcome:
    return Outcome(
        Status.REFUSED,
        detail=Text(f"无法启动隔离进程：{error.strerror}", f"no process could be started for it: {error.strerror}"),
    )
