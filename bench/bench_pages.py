"""How long the platform's pages take with a country's worth of rows on PostgreSQL: fills a database of its own and measures every page.

usage: bench_pages.py [--scale 1] [--seed 1] [--today YYYY-MM-DD] [--keep FOLDER] [--rounds 7] [--only TEXT] [--slow MS] [--plans]

At scale 1: 400,000 apps, 100,000 cases, 10 million findings; some 12 GB and a quarter of an hour. With `--keep` the database
lies in that folder and is used again the next time. Prints a line of JSON per page and person; `--plans` shows the queries of
the slow ones.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.platform.postgres import PORT, USER, find_programs, serve  # noqa: E402 - the path must be set first

# As a server that has the machine to itself would have them; without fsync, which reading pages does not need.
_SMALL = 0.1  # below this share of the data a server needs no memory of its own
SETTINGS = (
    "shared_buffers=4GB",
    "effective_cache_size=12GB",
    "work_mem=32MB",
    "maintenance_work_mem=1GB",
    "random_page_cost=1.1",
    "max_wal_size=16GB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_parallel_workers_per_gather=0",
)


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser()
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=today)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="")
    parser.add_argument("--slow", type=float, default=200.0)
    parser.add_argument("--plans", action="store_true")
    asked = parser.parse_args()
    programs = find_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL here")
    with ExitStack() as stack:
        settings = SETTINGS if asked.scale > _SMALL else SETTINGS[2:]
        host = stack.enter_context(serve(programs, settings=settings, keep=asked.keep))
        home = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {"PAGES_DATABASE": f"postgresql://{USER}@{host.replace('/', '%2F')}:{PORT}/postgres", "PAGES_HOME": home}
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.pages.settings"
        _run(asked)


def _run(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415 - the settings must be named first

    django.setup()
    from bench.pages.fill import fill_all, sizes  # noqa: PLC0415 - as above
    from bench.pages.measure import measure, summary  # noqa: PLC0415 - as above
    from bench.pages.size import Size  # noqa: PLC0415 - as above
    from django.core.management import call_command  # noqa: PLC0415 - as above

    from mingcha.platform.registry.models import App  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    if not App.objects.exists():
        fill_all(Size(asked.scale, asked.seed, asked.today))
    for name, rows, size in sizes()[:24]:
        print(f"{rows:12,} rows {size / 2**20:10,.1f} MiB  {name}")
    began, results = time.monotonic(), []
    for result in measure(rounds=asked.rounds, only=asked.only, plans_above=asked.slow if asked.plans else None):
        results.append(result)
        print(json.dumps(result, ensure_ascii=False), flush=True)
    print(f"measured in {time.monotonic() - began:.0f} s")
    print(summary(results, asked.slow))


if __name__ == "__main__":
    main()
