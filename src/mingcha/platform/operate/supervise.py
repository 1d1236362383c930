"""Keeps the platform's processes running: one that ends is started again, and all end together."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

_LOOK = 0.1
# Seconds between two starts of a program that ends soon after it was started: doubled each time, up to the most.
_FIRST_WAIT, _MOST_WAIT = 0.5, 10.0
# A program that has run for so many seconds starts again without waiting.
_STEADY = 30.0
# Programs end by themselves within this time (a worker lets its units end); then they are killed.
GRACE = 75.0


@dataclass(slots=True)
class Program:
    """One program that is to run all the time, and how often it was started."""

    name: str
    command: Sequence[str]
    starts: int = 0
    process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _wait: float = _FIRST_WAIT
    _due: float = 0.0

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def mend(self, now: float, say: Callable[[str], None]) -> None:
        """Start the program when it is not running and its time to wait is over."""
        if self.is_running:
            return
        if self.process is not None:
            self._wait = _FIRST_WAIT if now - self._started > _STEADY else min(self._wait * 2, _MOST_WAIT)
            code, self.process, self._due = self.process.returncode, None, now + self._wait
            say(f"{self.name}: 已退出（{code}），{self._wait:g}秒后重启 / ended ({code}), starts again in {self._wait:g} s")
        if now >= self._due:
            # A group of its own: Ctrl-C reaches the supervisor alone, which lets the programs end in their own time.
            self.process = subprocess.Popen(self.command, process_group=0)  # noqa: S603 - our own programs
            self._started, self.starts = now, self.starts + 1


@dataclass(slots=True)
class Supervisor:
    """Runs programs until SIGTERM or SIGINT; a second signal is passed on as well, for programs that take it as a hurry."""

    programs: Sequence[Program]
    say: Callable[[str], None]
    grace: float = GRACE
    _signals: int = field(default=0, init=False)

    def run(self) -> None:
        """Keep all programs running; return when a signal has come and all have ended. To be called from the main thread."""
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._signals:
                for program in self.programs:
                    program.mend(time.monotonic(), self.say)
                time.sleep(_LOOK)
            self._end()
        finally:
            for program in self.programs:
                if program.process is not None and program.is_running:
                    program.process.kill()
                    program.process.wait()
            for number, action in before.items():
                signal.signal(number, action)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Let the programs end, and return from `run` when they have."""
        self._signals += 1

    def _end(self) -> None:
        end, passed = time.monotonic() + self.grace, 0
        while any(program.is_running for program in self.programs) and time.monotonic() < end:
            if passed < self._signals:
                passed += 1
                for program in self.programs:
                    if program.process is not None:
                        program.process.send_signal(signal.SIGTERM)
            time.sleep(_LOOK)
