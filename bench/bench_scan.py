"""CPU seconds (user and system, parent and child together) and peak memory of `mingcha scan`, as users run it.

usage: bench_scan.py PACKAGE [--rounds N]

Beside each round stands what zlib takes to inflate the package's dex files: machines differ, the ratio less so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from bench.bench_androguard import measure  # noqa: E402 - the path must be there first


def packed_dexes(package: str) -> list[bytes]:
    """Return the deflated bytes of a package's dex files."""
    with zipfile.ZipFile(package) as archive, Path(package).open("rb") as file:
        packed = []
        for entry in archive.infolist():
            if entry.filename.endswith(".dex") and entry.compress_type == zipfile.ZIP_DEFLATED:
                file.seek(entry.header_offset + 26)
                file.seek(int.from_bytes(file.read(2), "little") + int.from_bytes(file.read(2), "little"), 1)
                packed.append(file.read(entry.compress_size))
        return packed


def inflating(packed: list[bytes]) -> float:
    """Return the CPU seconds that zlib takes."""
    start = time.process_time()
    for data in packed:
        zlib.decompress(data, -15)
    return time.process_time() - start


def main() -> None:
    """Print the median and the least CPU time of all rounds, the ratio to zlib and the greatest memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    packed = packed_dexes(asked.package)
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("mingcha")), "scan", asked.package, "-o", str(Path(folder, "report.txt"))]
        measure(command, folder)  # compiles
        rounds = [(inflating(packed), *measure(command, folder)) for _ in range(asked.rounds)]
    by_zlib, seconds, memory = zip(*rounds, strict=True)
    told = f"median {median(seconds):.2f}, least {min(seconds):.2f}"
    print(f"{Path(asked.package).name}: CPU s of {asked.rounds} rounds: {told}; at most {max(memory):.0f} MiB")
    ratios = [ours / theirs for theirs, ours, _ in rounds]
    told = f"median {median(ratios):.2f}, least {min(ratios):.2f}"
    print(f"zlib inflating its dex files: median {median(by_zlib):.3f}; ratio of each round: {told}")


if __name__ == "__main__":
    main()
