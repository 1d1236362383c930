"""CPU seconds (user and system, parent and child together) and peak memory of `mingcha scan`, as users run it.

usage: bench_scan.py PACKAGE [--rounds N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.bench_androguard import measure  # noqa: E402 - the path must be there first


def main() -> None:
    """Print the median and the least CPU time of all rounds, and the greatest memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("mingcha")), "scan", asked.package, "-o", str(Path(folder, "report.txt"))]
        measure(command, folder)  # compiles
        rounds = [measure(command, folder) for _ in range(asked.rounds)]
    seconds, memory = zip(*rounds, strict=True)
    told = f"median {median(seconds):.2f}, least {min(seconds):.2f}"
    print(f"{Path(asked.package).name}: CPU s of {asked.rounds} rounds: {told}; at most {max(memory):.0f} MiB")


if __name__ == "__main__":
    main()
