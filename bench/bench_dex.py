"""CPU seconds of analysing the code of one APK, by pass, and their ratio to inflating the same dex files in one run.

usage: bench_dex.py APK [--rounds N]
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import struct
import time
import zipfile
import zlib
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import deflate

from mingcha.catalogue import load as load_catalogue
from mingcha.dex import classes, core, reading, values
from mingcha.dex import graph as graphs
from mingcha.dex.arguments import Resolver
from mingcha.dex.gates import Gates
from mingcha.dex.program import load
from mingcha.dex.reach import EntryPoints, reach
from mingcha.dex.sharpen import Sharpener
from mingcha.facts.code import readers
from mingcha.facts.manifest import NO_ENTRIES, component_kinds, entry_points
from mingcha.facts.meaning import method_meanings, vocabulary
from mingcha.formats.apk import open_apk

if TYPE_CHECKING:
    from collections.abc import Callable

KERNELS = (
    (reading, "arrange"),
    (core, "intern_strings"),
    (core, "intern_types"),
    (core, "intern_protos"),
    (core, "intern_fields"),
    (core, "intern_methods"),
    (classes, "read_classes"),
    (classes, "read_definitions"),
    (values, "read_static_values"),
    (values, "read_annotations"),
    (values, "read_call_sites"),
    (reading, "_sweep"),
)


def packed_dexes(path: Path) -> list[tuple[str, bytes, int]]:
    """Return name, deflated bytes and size of each classes*.dex in class-path order."""
    found = []
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if re.fullmatch(r"classes\d*\.dex", entry.filename) and entry.compress_type == zipfile.ZIP_DEFLATED:
                lengths = struct.unpack_from("<HH", data, entry.header_offset + 26)
                start = entry.header_offset + 30 + sum(lengths)
                found.append((entry.filename, data[start : start + entry.compress_size], entry.file_size))
    return sorted(found, key=lambda item: (len(item[0]), item[0]))


def cpu() -> float:
    """Return the CPU seconds of this process, user and system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(function: Callable[[], Any], rounds: int) -> float:
    """Return the median CPU seconds of a call, after one call that does not count."""
    function()
    seconds = []
    for _ in range(rounds):
        start = cpu()
        function()
        seconds.append(cpu() - start)
    return statistics.median(seconds)


def watch(laps: dict[str, list[float]]) -> None:
    """Let every kernel note its own CPU seconds."""
    for module, name in KERNELS:
        original = getattr(module, name)

        @wraps(original)
        def timed(*arguments: Any, original: Callable[..., Any] = original, name: str = name) -> Any:
            start = time.process_time()
            result = original(*arguments)
            laps[name].append(time.process_time() - start)
            return result

        setattr(module, name, timed)


def views(path: Path) -> tuple[dict[str, int], EntryPoints]:
    """Return the package's components and entry points as the graph wants them."""
    manifest = open_apk(path.read_bytes()).manifest
    return (component_kinds(manifest), entry_points(manifest)) if manifest else ({}, NO_ENTRIES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apk", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    packed = packed_dexes(options.apk)
    dexes = [(name, deflate.deflate_decompress(data, size)) for name, data, size in packed]
    total = sum(size for _, _, size in packed)
    print(f"{options.apk.name}: {len(dexes)} dexes, {total / 1e6:.1f} MB; CPU seconds, median of {options.rounds}")
    by_zlib = measure(lambda: [zlib.decompress(data, -15, size) for _, data, size in packed], options.rounds)
    by_libdeflate = measure(lambda: [deflate.deflate_decompress(data, size) for _, data, size in packed], options.rounds)
    reading_time = measure(lambda: load(dexes), options.rounds)
    laps: dict[str, list[float]] = defaultdict(list)
    watch(laps)
    for _ in range(options.rounds):
        load(dexes)
    for name, seconds in laps.items():
        print(f"  {name:20} {statistics.median(seconds):.4f}")
    whole = reading_time + by_libdeflate
    print(f"inflate: zlib {by_zlib:.3f}, libdeflate {by_libdeflate:.3f}; load {reading_time:.3f}")
    print(f"ratio to zlib: load {reading_time / by_zlib:.2f}, with libdeflate inflate {whole / by_zlib:.2f}")
    print(f"ratio to libdeflate: load {reading_time / by_libdeflate:.2f}, with inflate {whole / by_libdeflate:.2f}")
    program = load(dexes)
    components, entries = views(options.apk)
    graph_time = measure(lambda: graphs.build(program, components), options.rounds)
    graph = graphs.build(program, components)
    gates_time = measure(lambda: Gates(graph, Resolver(program)).find(), options.rounds)
    resolver = Resolver(program)

    def walk() -> None:
        wanted = readers(graph.program, method_meanings(graph, vocabulary(load_catalogue())))
        reach(graph, entries, Sharpener(graph, resolver, wanted).sharpen)

    reach_time = measure(walk, options.rounds)
    analysis = whole + graph_time + gates_time + reach_time
    print(f"graph {graph_time:.3f}, consent gates {gates_time:.3f}, reachability {reach_time:.3f}")
    print(f"code analysis {analysis:.3f}: {analysis / by_zlib:.2f} of zlib, {analysis / by_libdeflate:.2f} of libdeflate")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB; {program.stats}")


if __name__ == "__main__":
    main()
