"""The parent's side of one child: start it, take its answer as it comes, end it, say what became of it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.sandbox import child
from mingcha.sandbox.frame import Answer
from mingcha.sandbox.limits import MIB, Limits
from mingcha.sandbox.outcome import Outcome, Status, Usage

if TYPE_CHECKING:
    from mingcha.sandbox.confinement import Isolation

_CHUNK = MIB
_WORDS = 4000


class Process:
    """A forked child that reads one package; OSError when it cannot be started.

    `deadline` is on the clock of `time.monotonic`. The parent must call `finish` once, whatever happens.
    """

    def __init__(self, read: child.Reader, package: int, limits: Limits, *, unsafe: bool) -> None:
        self._limits = limits
        self._answer = Answer(limits.result)
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
            child.serve(read, package, far_end, limits, unsafe=unsafe, parent=parent)
        os.close(far_end)
        os.set_blocking(self._pipe, False)
        self.deadline = time.monotonic() + limits.wall

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when there is something to take."""
        return self._pipe

    def take(self) -> bool:
        """Read what is there without waiting; True when the child has nothing more to say and `finish` is due."""
        try:
            data = os.read(self._pipe, min(_CHUNK, self._answer.wanted))
        except BlockingIOError:
            return False
        self._answer.add(data)
        return not data or not self._answer.wanted

    def finish(self, *, overdue: bool = False) -> Outcome:
        """Kill and reap the child, release everything, and return its outcome."""
        # A child that has died keeps its own cause of death.
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(self._id, signal.SIGKILL)
        try:
            _, ending, spent = os.wait4(self._id, 0)
            usage = Usage(spent.ru_utime + spent.ru_stime, spent.ru_maxrss * 1024)
        except ChildProcessError:
            # The caller ignores SIGCHLD, so the kernel has reaped it.
            ending, usage = 0, Usage()
        os.close(self._pipe)
        status, value, detail = self._verdict(ending, overdue=overdue)
        return Outcome(status, value, detail, self._answer.isolation, usage)

    def _verdict(self, ending: int, *, overdue: bool) -> tuple[Status, object, Text | None]:
        limits = self._limits
        if self._answer.too_large:
            return Status.RESULT_TOO_LARGE, None, _over("结果大小", "result size", f"{limits.result // MIB} MiB")
        if not self._answer.wanted:
            return self._decoded()
        if overdue:
            return Status.TIMEOUT, None, _over("用时", "time", f"{limits.wall:g} s")
        if os.WIFSIGNALED(ending) and os.WTERMSIG(ending) == signal.SIGXCPU:
            return Status.CPU, None, _over("处理器时间", "CPU time", f"{limits.cpu:g} s")
        if os.WIFSIGNALED(ending):
            return Status.CRASHED, None, _crashed(_signal_name(os.WTERMSIG(ending)))
        return Status.CRASHED, None, _crashed(f"exit {os.WEXITSTATUS(ending)}")

    def _decoded(self) -> tuple[Status, object, Text | None]:
        try:
            status, value = self._answer.decode()
            if status in (Status.UNREADABLE, Status.ERROR):
                chinese, english = value
                return status, None, Text(str(chinese)[:_WORDS], str(english)[:_WORDS])
        except (ValueError, TypeError) as error:
            return Status.CRASHED, None, _crashed(str(error))
        if status is Status.MEMORY:
            return status, None, _over("内存", "memory", f"{self._limits.memory // MIB} MiB")
        if status is Status.REFUSED:
            return status, None, refusal(self._answer.isolation)
        return status, value, None


def refusal(isolation: Isolation) -> Text:
    """Say which layers of isolation are missing."""
    chinese = "、".join(layer.zh for layer in isolation.missing)
    english = ", ".join(layer.en for layer in isolation.missing)
    return Text(
        f"本机隔离能力不全，未打开安装包。缺少：{chinese}",
        f"not opened: this machine cannot isolate it. Missing: {english}",
    )


def _over(chinese: str, english: str, bound: str) -> Text:
    return Text(
        f"分析中止：{chinese}超过上限 {bound}",
        f"the analysis was stopped: its {english} went over the limit of {bound}",
    )


def _crashed(cause: str) -> Text:
    return Text(f"分析进程意外终止（{cause}）", f"the process of the analysis died ({cause})")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
