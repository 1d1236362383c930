"""Reads many damaged packages and says how each ended: python -m bench.fuzz_mutants PACKAGE_OR_FOLDER… --count 100000.

Ends with 1 when a mutant kills its reader, meets a limit, takes longer than --slow, or loses a family of facts. Those are
saved, to be looked at, under --keep; their number and --seed make them again.
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.hostile.mutants import Seed, mutant

from mingcha.facts.collect import collect, prepare
from mingcha.sandbox import Limits, Outcome, Pool, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LARGEST_SEED = 1 << 20


class Job(str):
    """The path of a seed, and the number of the mutant to be made of it."""

    __slots__ = ("number",)
    number: int


class Ending(NamedTuple):
    """What became of a mutant; `fault` says what is wrong with that, if anything."""

    number: int
    seed: str
    outcome: Outcome
    fault: str | None


def read_mutants(seeds: dict[str, Seed], numbers: Iterable[int], *, run: int, limits: Limits, jobs: int, slow: float) -> Iterator[Ending]:
    """Read mutants in sandboxed children, which damage the seeds themselves, and yield how each ended."""
    names = sorted(seeds)

    def read(_: Any, job: Job) -> list[str]:
        facts = collect(mutant(seeds[str(job)], job.number, run), "mutant.apk")
        return [row["en"] for row in facts.rows["limit"] if row["code"].endswith("-failed")]

    def make_jobs() -> Iterator[Job]:
        for number in numbers:
            job = Job(names[number % len(names)])
            job.number = number
            yield job

    for _, job, outcome in Pool(read, jobs, limits).run(make_jobs()):
        yield Ending(job.number, str(job), outcome, _fault(outcome, slow))


def _fault(outcome: Outcome, slow: float) -> str | None:
    if outcome.status not in (Status.OK, Status.UNREADABLE):
        return f"{outcome.status}: {outcome.detail.en if outcome.detail else ''}"
    if outcome.value:
        return f"lost: {'; '.join(outcome.value)}"
    return f"slow: {outcome.usage.cpu:.1f} s" if outcome.usage.cpu > slow else None


def find_seeds(paths: Iterable[Path]) -> dict[str, Seed]:
    """Take apart every package up to 1 MiB of the files and folders."""
    files = (file for path in paths for file in (sorted(path.rglob("*.apk")) if path.is_dir() else [path]))
    return {str(file): Seed(file.read_bytes()) for file in files if 0 < file.stat().st_size <= _LARGEST_SEED}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--slow", type=float, default=5.0, help="CPU seconds that are too many")
    parser.add_argument("--keep", type=Path, help="folder for mutants with a fault")
    options = parser.parse_args()
    prepare()
    seeds = find_seeds(options.packages)
    numbers = range(options.first, options.first + options.count)
    limits = Limits(memory=1 << 30, cpu=20, wall=120)
    started = time.monotonic()
    statuses: collections.Counter[str] = collections.Counter()
    faults: list[Ending] = []
    worst_cpu = worst_memory = None
    for ending in read_mutants(seeds, numbers, run=options.seed, limits=limits, jobs=options.jobs, slow=options.slow):
        statuses[str(ending.outcome.status)] += 1
        worst_cpu = max(worst_cpu or ending, ending, key=lambda e: e.outcome.usage.cpu)
        worst_memory = max(worst_memory or ending, ending, key=lambda e: e.outcome.usage.memory)
        if ending.fault:
            faults.append(ending)
            print(f"{ending.number} {Path(ending.seed).name}: {ending.fault}", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{ending.number}.apk").write_bytes(mutant(seeds[ending.seed], ending.number, options.seed))
    print(f"{sum(statuses.values())} mutants of {len(seeds)} packages in {time.monotonic() - started:.0f} s: {dict(statuses)}")
    if worst_cpu and worst_memory:
        print(f"worst CPU {worst_cpu.outcome.usage.cpu:.2f} s (mutant {worst_cpu.number})")
        print(f"worst memory {worst_memory.outcome.usage.memory >> 20} MiB, that of the parent included (mutant {worst_memory.number})")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
