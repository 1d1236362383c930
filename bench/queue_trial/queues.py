"""The queues under trial; to try another one, add a class with the same names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Queue(Protocol):
    """`apps` for INSTALLED_APPS, `command` starts two processes' worth of work, `left` counts what it still means to do.

    `retried` is how many units a person had to queue again.
    """

    retried: int

    @property
    def apps(self) -> tuple[str, ...]: ...
    @property
    def command(self) -> tuple[str, ...]: ...

    def enqueue(self, numbers: Iterable[int], seconds: float) -> None: ...
    def left(self) -> int: ...


class DjangoQ:
    """django-q2 with its ORM broker: sentinel, two workers, pusher, monitor."""

    retried = 0
    apps = ("django.contrib.contenttypes", "django_q")
    command = (sys.executable, "-m", "django", "qcluster")

    def enqueue(self, numbers: Iterable[int], seconds: float) -> None:
        """Put a unit into the broker for each number."""
        from django_q.tasks import async_task  # noqa: PLC0415 - once the site is set up

        for number in numbers:
            async_task("bench.queue_trial.units.whole", number, seconds)

    def left(self) -> int:
        """Return how many units are in the broker, locked or not."""
        from django_q.models import OrmQ  # noqa: PLC0415 - once the site is set up

        return OrmQ.objects.count()


class Leases:
    """The platform's own table of leases: a worker, and a process for each unit at work."""

    kind = "trial"
    retried = 0
    apps: tuple[str, ...] = ("mingcha.platform.work",)
    command = (sys.executable, "-m", "django", "work", "--processes", "2", "--lease", "3")

    def enqueue(self, numbers: Iterable[int], seconds: float) -> None:
        """Queue a unit for each number."""
        from django.utils import timezone  # noqa: PLC0415 - once the site is set up

        from mingcha.platform.work.queue import enqueue  # noqa: PLC0415 - once the site is set up

        for number in numbers:
            enqueue(self.kind, f"trial:{number}", {"number": number, "seconds": seconds}, now=timezone.now())

    def left(self) -> int:
        """Return how many units have not ended; those that random kills have put into quarantine are retried, as an officer would."""
        from django.utils import timezone  # noqa: PLC0415 - once the site is set up

        from mingcha.platform.work.models import OVER, Unit, UnitState  # noqa: PLC0415 - once the site is set up
        from mingcha.platform.work.queue import retry  # noqa: PLC0415 - once the site is set up

        for unit in Unit.objects.filter(state=UnitState.QUARANTINED, payload__number__gt=0):
            self.retried += retry(unit, now=timezone.now())
        return Unit.objects.exclude(state__in=OVER).count()


class Scans(Leases):
    """The table of leases with scans of the example app as units."""

    kind = "trial-scan"
    apps = ("mingcha.platform.work", "bench.queue_trial.scans")


QUEUES: dict[str, Queue] = {"django-q2": DjangoQ(), "leases": Leases(), "scans": Scans()}
