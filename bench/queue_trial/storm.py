"""Kills processes of a queue at random while it works, and counts what became of the units.

usage: python -m bench.queue_trial.storm storm|poison|speed [UNITS] [KILLS] [SECONDS] [PAUSE]

Needs the environment that bench_queue.py sets. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from bench.queue_trial.queues import Queue

# Seconds without progress after which nothing more is killed, so that the service can come up, and after which somebody would
# restart it by hand.
_PEACE, _PATIENCE = 5.0, 15.0
_MORE = 100


class Service:
    """The queue's processes as a service manager runs them: when the first one dies the others are killed, and it is restarted."""

    def __init__(self, command: tuple[str, ...], log: Path) -> None:
        self._command, self._log = command, log
        self.restarts = -1

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the first process."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        self.restarts += 1

    def stop(self) -> None:
        """Kill every process of the service."""
        for process in self.processes():
            kill(process)
        self._process.wait()

    def processes(self) -> list[int]:
        """Return the first process and all that it started and that are alive."""
        return [each for each in _session(self._process.pid) if each != os.getpid()]

    def mend(self) -> None:
        """Do what a service manager does."""
        if self._process.poll() is not None:
            self.stop()
            self.start()


def _session(leader: int) -> list[int]:
    """Return the living processes of a session and their children of other sessions."""
    found: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                state, parent, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
                if state != "Z":
                    found[int(folder.name)] = int(parent), int(session)
    members = {each for each, (_, session) in found.items() if session == leader}
    while more := {each for each, (parent, _) in found.items() if parent in members} - members:
        members |= more
    return sorted(members)


def kill(process: int) -> None:
    """Kill a process that may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def storm(queue: Queue, log: Path, units: int, kills: int, seconds: float, pause: float) -> dict[str, Any]:
    """Kill a random process `kills` times, every `pause` seconds on average, while units are worked on; return the counts.

    Units are added until all kills are done.
    """
    chance = random.Random(1)  # noqa: S311 - which process dies is no secret
    queue.enqueue(range(1, units + 1), seconds)
    killed = by_hand = 0
    began = progress = time.monotonic()
    finished = 0
    with Service(queue.command, log) as service:
        while True:
            time.sleep(chance.uniform(0.1, 2 * pause - 0.1))
            is_at_peace = finished == 0 or time.monotonic() - progress > _PEACE
            if killed < kills and not is_at_peace and (processes := service.processes()):
                kill(chance.choice(processes))
                killed += 1
                time.sleep(0.05)
            service.mend()
            left = queue.left()
            if (now := _finished()) != finished:
                finished, progress = now, time.monotonic()
            if finished >= units - _MORE // 4 and killed < kills:
                queue.enqueue(range(units + 1, units + _MORE + 1), seconds)
                units += _MORE
            if finished == units and killed == kills and not left:
                break
            if time.monotonic() - progress > _PATIENCE:
                if not left:
                    break
                by_hand += 1
                if by_hand > kills:
                    break
                service.stop()
                service.start()
                progress = time.monotonic()
        restarts = service.restarts - by_hand
    counts = {**_counts(units), "kills": killed, "restarts": restarts, "stuck": by_hand, "retried": queue.retried}
    return {**counts, "left": queue.left(), **_took(began)}


def poison(queue: Queue, log: Path, units: int, _kills: int, seconds: float, _pause: float) -> dict[str, Any]:
    """Put one poison unit before ordinary ones and watch for `_PATIENCE` times three seconds."""
    from bench.queue_trial.models import Start  # noqa: PLC0415 - once the site is set up

    queue.enqueue([-1, *range(1, units + 1)], seconds)
    began = time.monotonic()
    with Service(queue.command, log) as service:
        while time.monotonic() - began < 3 * _PATIENCE:
            time.sleep(0.5)
            service.mend()
        starts = Start.objects.filter(unit=-1).count()
    return {**_counts(units), "poison starts": starts, "left": queue.left(), **_took(began)}


def speed(queue: Queue, log: Path, units: int, _kills: int, seconds: float, _pause: float) -> dict[str, Any]:
    """Work through the units undisturbed; time counts from the first result to the last."""
    queue.enqueue(range(1, units + 1), seconds)
    with Service(queue.command, log):
        while not (first := _finished()):
            time.sleep(0.01)
        began = time.monotonic()
        while _finished() < units and time.monotonic() - began < 20 * _PATIENCE:
            time.sleep(0.05)
        rate = (units - first) / (time.monotonic() - began)
    return {**_counts(units), "per second": round(rate, 1)}


def _finished() -> int:
    from bench.queue_trial.models import Done  # noqa: PLC0415 - once the site is set up

    return Done.objects.filter(unit__gt=0).values("unit").distinct().count()


def _counts(units: int) -> dict[str, Any]:
    from bench.queue_trial.models import Done, Start  # noqa: PLC0415 - once the site is set up

    done = Counter(Done.objects.filter(unit__gt=0).values_list("unit", flat=True))
    starts = Start.objects.filter(unit__gt=0).count()
    doubled = sum(1 for times in done.values() if times > 1)
    return {"units": units, "lost": units - len(done), "doubled": doubled, "starts": starts}


def _took(began: float) -> dict[str, Any]:
    return {"seconds": round(time.monotonic() - began)}


def main(mode: str, units: str = "500", kills: str = "200", seconds: str = "0.3", pause: str = "0.5") -> None:
    """Set the site up and run one trial."""
    import django  # noqa: PLC0415 - the settings ask the environment

    django.setup()
    from bench.queue_trial.queues import QUEUES  # noqa: PLC0415 - once the site is set up
    from django.core.management import call_command  # noqa: PLC0415 - once the site is set up

    call_command("migrate", run_syncdb=True, verbosity=0)
    queue = QUEUES[os.environ["QUEUE_TRIAL_QUEUE"]]
    trial = {"storm": storm, "poison": poison, "speed": speed}[mode]
    log = Path(os.environ["QUEUE_TRIAL_LOG"])
    print(json.dumps(trial(queue, log, int(units), int(kills), float(seconds), float(pause))))


if __name__ == "__main__":
    main(*sys.argv[1:])
