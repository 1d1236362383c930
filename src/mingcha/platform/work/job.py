"""One start of a unit: a forked process that runs the handler and tells its worker on a pipe, line by line, in JSON.

The worker is never in danger from what a unit does, and has no threads. It must have closed its database connections: neither
SQLite nor PostgreSQL survives that a process and its child share one.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import logging
import os
import signal
import time
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from mingcha.model import MingchaError, Text
from mingcha.platform.work.handler import Handler, Task, TryAgainError, find_handler
from mingcha.platform.work.storable import storable
from mingcha.sandbox.linux import die_with_parent

if TYPE_CHECKING:
    from mingcha.platform.work.models import Unit

_log = logging.getLogger(__name__)
_CHUNK = 1 << 20
# Bytes that a process may say in all: a result names what it stored, and does not hold it.
_MOST = 16 << 20
_EXIT_FAILED = 70
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended: with a `result`, or with why it has none; `again` is seconds after which to try once more.

    `died` says that the process did not get to say anything.
    """

    result: Any = None
    why: Text | None = None
    again: float | None = None
    died: bool = False


class Job:
    """A process at work on a leased unit; `owner` is the lease. `ending` must be asked once, and ends the process."""

    def __init__(self, unit: Unit) -> None:
        handler = find_handler(unit.kind)
        self.owner, self.key, self.kind, self.lane = unit.owner, unit.key, unit.kind, unit.lane
        self.progress: tuple[int, Text] | None = None
        self._limit = handler.limit
        self._heard: list[bytes] = []
        self._said = 0
        self._last: dict[str, Any] = {}
        parent = os.getpid()
        self._pipe, far_end = os.pipe()
        try:
            with warnings.catch_warnings():
                # Python 3.12 warns when there are threads: those of numeric libraries, which the child never uses.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._id = os.fork()
        except OSError:
            os.close(self._pipe)
            os.close(far_end)
            raise
        if self._id == 0:
            os.close(self._pipe)
            _serve(handler, unit, far_end, parent)
        os.close(far_end)
        os.set_blocking(self._pipe, False)
        self._deadline = time.monotonic() + handler.limit

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when there is something to take."""
        return self._pipe

    @property
    def is_overdue(self) -> bool:
        """Whether the process has had all the time there is for its kind."""
        return time.monotonic() > self._deadline

    def take(self) -> bool:
        """Read what is there without waiting; True when the process has nothing more to say and `ending` is due."""
        try:
            data = os.read(self._pipe, _CHUNK)
        except BlockingIOError:
            return False
        self._said += len(data)
        self._heard.append(data)
        if b"\n" not in data:
            return not data or self._said > _MOST
        *lines, rest = b"".join(self._heard).split(b"\n")
        self._heard = [rest]
        for line in lines:
            self._last = json.loads(line)
            if "percent" in self._last:
                self.progress = self._last["percent"], Text(self._last["zh"], self._last["en"])
        return self._said > _MOST

    def ending(self) -> Ending:
        """Kill the process with all that it started, reap it, and return what became of the start."""
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(self._id, signal.SIGKILL)
        _, status = os.waitpid(self._id, 0)
        os.close(self._pipe)
        said = self._last
        if "result" in said:
            return Ending(result=said["result"])
        if "error" in said:
            return Ending(why=Text(*said["error"]), again=said["again"])
        if self._said > _MOST:
            return Ending(why=Text("结果过大", "the result is too large"))
        if self.is_overdue:
            return Ending(why=Text(f"超过用时上限{self._limit:g}秒", f"over the time limit of {self._limit:g} s"))
        signalled = os.WIFSIGNALED(status)
        cause = signal.Signals(os.WTERMSIG(status)).name if signalled else f"exit {os.WEXITSTATUS(status)}"
        return Ending(why=Text(f"执行进程意外终止（{cause}）", f"its process died ({cause})"), died=True)


def _serve(handler: Handler, unit: Unit, pipe: int, parent: int) -> NoReturn:
    code = _EXIT_FAILED
    try:
        gc.freeze()
        os.setsid()
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):
            die_with_parent()
        if os.getppid() == parent:
            _tell(pipe, _run(handler, unit, pipe))
            code = 0
    finally:
        # Neither exceptions nor exit handlers nor buffered output of the worker may go on from here.
        os._exit(code)


def _run(handler: Handler, unit: Unit, pipe: int) -> dict[str, Any]:
    """Return the last line: a result that JSON can hold, or what was wrong in both languages."""

    def report(percent: int, text: Text) -> None:
        zh, en = (storable(words)[:_WORDS] for words in (text.zh, text.en))
        _tell(pipe, {"percent": min(max(int(percent), 0), 100), "zh": zh, "en": en})

    try:
        result = handler.run(Task(unit.key, unit.payload, unit.attempts, report))
        return {"result": storable(json.loads(json.dumps(result, allow_nan=False)))}
    except TryAgainError as wrong:
        return {"error": storable([wrong.why.zh, wrong.why.en]), "again": wrong.after}
    except MingchaError as wrong:
        return {"error": storable([str(wrong), str(wrong)]), "again": None}
    except BaseException as wrong:  # noqa: BLE001 - the border of a unit: whatever it was becomes its recorded end
        _log.warning("%s: %s", unit.key, "".join(traceback.format_exception(wrong)))
        said = f"{type(wrong).__name__}: {wrong}"[: 10 * _WORDS]
        return {"error": storable([f"程序出错：{said}", f"the handler failed: {said}"]), "again": None}


def _tell(pipe: int, line: dict[str, Any]) -> None:
    view = memoryview(json.dumps(line).encode() + b"\n")
    while view:
        view = view[os.write(pipe, view) :]
