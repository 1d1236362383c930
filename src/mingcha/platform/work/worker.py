"""Works through the queue: one process per slot, leases kept while they work, every end recorded.

Any number of workers on any number of hosts may run on one database. A worker needs a service manager that starts it again;
what it was at when it was killed goes on when its leases have run out.
"""

from __future__ import annotations

import logging
import os
import secrets
import select
import signal
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import Error, connections
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.work import lease as leases
from mingcha.platform.work.handler import find_handler, kinds
from mingcha.platform.work.job import Ending, Job
from mingcha.platform.work.models import Lane, UnitState
from mingcha.platform.work.storable import storable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import FrameType

_log = logging.getLogger(__name__)
# So often a database that answers may refuse a result before the unit fails for that.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """How a worker works; times in seconds. A campaign may fill all slots but `kept_free`, and at least one."""

    processes: int = 1
    lease: float = 30.0
    poll: float = 0.5
    look: float = 1.0  # between two looks at what was cancelled, and two notes of progress
    drain: float = 60.0  # what runs at SIGTERM may go on for so long
    kept_free: int = 1
    clock: Callable[[], datetime] = field(default=timezone.now)


@dataclass(slots=True)
class _Ended:
    """A job that has ended and is not recorded yet, and how often the database has refused it."""

    job: Job
    ending: Ending
    refused: int = 0


class Worker:
    """One worker; single-threaded, so that forking is safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._jobs: list[Job] = []
        self._ended: list[_Ended] = []
        self._stop_at: float | None = None
        self._due = dict.fromkeys((self._renew, self._look, self._release), 0.0)
        self._lease = timedelta(seconds=settings.lease)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Take no more units and end when those at work have ended; asked again, drop them at once."""
        now = time.monotonic()
        self._stop_at = now if self._stop_at is not None else now + self._settings.drain

    def run(self, *, until_empty: bool = False) -> None:
        """Work until stopped, or until nothing is due; a database that is away for a while is waited for."""
        for kind in kinds():
            if (prepare := find_handler(kind).prepare) is not None:
                prepare()
        while True:
            found = False
            try:
                self._turn()
                found = self._stop_at is None and self._fill()
                if self._stop_at is not None and time.monotonic() >= self._stop_at:
                    self._drop()
            except Error as wrong:
                _log.warning("the database: %s", wrong)
                connections.close_all()
                time.sleep(self._settings.look)
                continue
            if not self._jobs and not self._ended and (self._stop_at is not None or (until_empty and not found)):
                break
            self._wait()
        connections.close_all()

    def _turn(self) -> None:
        """Do what is due by the clock, then record what has ended."""
        for step, due in self._due.items():
            if time.monotonic() >= due:
                step()
        for ended in list(self._ended):
            try:
                self._record(ended.job, ended.ending)
            except Error as wrong:
                self._note_refusal(ended, wrong)
            else:
                self._ended.remove(ended)

    def _note_refusal(self, ended: _Ended, wrong: Error) -> None:
        """Try again later, unless it is the result that the database does not take; raises when the database is away."""
        _log.warning("%s: the database does not take its end: %s", ended.job.key, wrong)
        connections.close_all()
        if leases.held([ended.job.owner]):
            ended.refused += 1
        if ended.refused == _TRIES:
            said = storable(f"{type(wrong).__name__}: {wrong}")
            ended.ending = Ending(why=Text(f"结果无法记录：{said}", f"the result could not be recorded: {said}"))

    def _fill(self) -> bool:
        """Start units while slots are free; False when the queue had none."""
        settings = self._settings
        most = max(1, settings.processes - settings.kept_free)
        while len(self._jobs) < settings.processes:
            is_full = sum(job.lane == Lane.CAMPAIGN for job in self._jobs) >= most
            lanes = [lane for lane in Lane if not (is_full and lane == Lane.CAMPAIGN)]
            unit = leases.claim(worker=self._name, now=settings.clock(), lease=self._lease, kinds=self._open_kinds(), lanes=lanes)
            if unit is None:
                return bool(self._jobs)
            connections.close_all()
            try:
                self._jobs.append(Job(unit))
            except OSError as wrong:
                _log.warning("no process can be started: %s", wrong)
                leases.give_back(unit.owner, now=settings.clock())
                return True
        return True

    def _open_kinds(self) -> list[str]:
        """Return the kinds of which one more may run."""
        running = Counter(job.kind for job in self._jobs)
        return [kind for kind in kinds() if (most := find_handler(kind).at_once) is None or running[kind] < most]

    def _wait(self) -> None:
        """Listen to the processes until one says something, or something is due."""
        if not self._jobs:
            time.sleep(self._settings.poll)
        for job in select.select(self._jobs, (), (), self._settings.poll)[0]:
            if job.take():
                self._retire(job)
        for job in [job for job in self._jobs if job.is_overdue]:
            self._retire(job)

    def _retire(self, job: Job) -> None:
        self._jobs.remove(job)
        self._ended.append(_Ended(job, job.ending()))

    def _record(self, job: Job, ending: Ending) -> None:
        now = self._settings.clock()
        if ending.why is None:
            kept = leases.finish(job.owner, ending.result, now=now)
        elif ending.died or ending.again is not None:
            spent = UnitState.QUARANTINED if ending.died else UnitState.FAILED
            after = timedelta(seconds=ending.again or 0.0)
            kept = leases.start_over(job.owner, ending.why, now=now, after=after, spent=spent)
        else:
            kept = leases.fail(job.owner, ending.why, now=now)
        if not kept:
            _log.warning("%s: the lease was lost, the result is dropped", job.key)

    def _renew(self) -> None:
        self._due[self._renew] = time.monotonic() + self._settings.lease / 3
        if owners := [job.owner for job in self._jobs] + [ended.job.owner for ended in self._ended]:
            leases.renew(owners, now=self._settings.clock(), lease=self._lease)

    def _look(self) -> None:
        """Note progress; end the processes of units that are cancelled or another worker's by now."""
        self._due[self._look] = time.monotonic() + self._settings.look
        if not self._jobs:
            return
        leases.note_progress({job.owner: job.progress for job in self._jobs if job.progress is not None})
        held = leases.held([job.owner for job in self._jobs])
        for job in [job for job in self._jobs if held.get(job.owner) is not False]:
            self._jobs.remove(job)
            job.ending()
            if job.owner in held:
                leases.end_cancelled(job.owner, now=self._settings.clock())

    def _release(self) -> None:
        self._due[self._release] = time.monotonic() + self._settings.lease / 6
        leases.release_expired(now=self._settings.clock())

    def _drop(self) -> None:
        for job in list(self._jobs):
            self._jobs.remove(job)
            job.ending()
            leases.give_back(job.owner, now=self._settings.clock())


def run_worker(processes: int = 1, *, until_empty: bool = False, settings: Settings | None = None) -> None:
    """Work through the queue with so many processes until SIGTERM or SIGINT, or until nothing is due.

    SIGTERM lets what runs end; a second one, or `drain` seconds, drops it: it is put back as if it had not been started. To be
    called from the main thread.
    """
    worker = Worker(settings or Settings(processes=processes))
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        worker.run(until_empty=until_empty)
    finally:
        for number, action in before.items():
            signal.signal(number, action)
