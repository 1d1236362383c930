"""`work`: a worker as a process of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from mingcha.platform.work.worker import Settings, run_worker

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Works through the queue until SIGTERM."""

    help = "Work through the queue until SIGTERM, which lets what runs end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --processes, --lease and --until-empty."""
        parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)), help="units at a time (default: CPUs)")
        parser.add_argument("--lease", type=float, default=Settings().lease, help="seconds after which a lost worker's units go on")
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is due")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the worker."""
        settings = Settings(processes=options["processes"], lease=options["lease"])
        run_worker(until_empty=options["until_empty"], settings=settings)
