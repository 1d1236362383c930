"""Which queue survives kill -9: random kills, a poison unit and the speed of each queue on SQLite and PostgreSQL.

usage: bench_queue.py [--units N] [--kills N] [--seconds S] [--pause S] [--queues NAME,…] [--databases sqlite,postgresql]
                      [--trials storm,poison,speed]

Prints a line of JSON per trial. A storm of 200 kills takes some five minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.queue_trial.queues import QUEUES
from tests.platform.postgres import PORT, find_programs, serve

ROOT = Path(__file__).resolve().parent.parent
# Units and their seconds, where those of the storm do not fit.
_OTHERS = {"poison": ("20", "0", "0.05"), "speed": ("1000", "0", "0")}


def trial(queue: str, database: str, mode: str, *sizes: str) -> dict[str, Any]:
    """Run one trial on an empty database and return its counts."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        place = str(Path(folder, "trial.sqlite3"))
        if database == "postgresql":
            programs = find_programs()
            if programs is None:
                raise SystemExit("no PostgreSQL here")
            place = f"{stack.enter_context(serve(programs))}:{PORT}"
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "bench.queue_trial.settings",
            "QUEUE_TRIAL_DB": place,
            "QUEUE_TRIAL_QUEUE": queue,
            "QUEUE_TRIAL_LOG": str(Path(folder, "log")),
        }
        command = [sys.executable, "-m", "bench.queue_trial.storm", mode, *sizes]
        out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        return {"queue": queue, "database": database, "trial": mode, **json.loads(out)}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", default="500")
    parser.add_argument("--kills", default="200")
    parser.add_argument("--seconds", default="0.3")
    parser.add_argument("--pause", default="0.5", help="mean seconds between two kills")
    parser.add_argument("--queues", default=",".join(QUEUES))
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--trials", default="storm,poison,speed")
    asked = parser.parse_args()
    for mode in asked.trials.split(","):
        sizes = _OTHERS.get(mode, (asked.units, asked.kills, asked.seconds, asked.pause))
        for queue in asked.queues.split(","):
            for database in asked.databases.split(","):
                print(json.dumps(trial(queue, database, mode, *sizes)), flush=True)


if __name__ == "__main__":
    main()
