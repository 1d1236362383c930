"""Share of methods, and of calls that read personal data, that can run at start: here, and by class hierarchy alone.

usage: bench_start.py APK…
"""

from __future__ import annotations

import sys
from pathlib import Path

from mingcha.catalogue import load as load_catalogue
from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.gates import Gates
from mingcha.dex.reach import count_defined, reach, walk_by_hierarchy
from mingcha.dex.sharpen import Sharpener
from mingcha.facts.code import readers
from mingcha.facts.manifest import component_kinds, entry_points
from mingcha.facts.meaning import SURE, method_meanings, vocabulary
from mingcha.formats.apk import open_apk
from mingcha.formats.layouts import Layouts


def shares(path: Path) -> tuple[int, int, int, int, int, int] | None:
    """Return methods, at start, by hierarchy; calls that read personal data, at start, by hierarchy."""
    apk = open_apk(path.read_bytes())
    if apk.manifest is None or not apk.dexes:
        return None
    program = programs.load(apk.dexes)
    layouts = Layouts(apk.archive, apk.table, apk.manifest.package)
    graph = graphs.build(program, component_kinds(apk.manifest), layouts.named)
    resolver = Resolver(program)
    Gates(graph, resolver).find()
    entries = entry_points(apk.manifest)
    meanings = method_meanings(graph, vocabulary(load_catalogue()))
    start = reach(graph, entries, Sharpener(graph, resolver, readers(graph.program, meanings), entries.launcher).sharpen).start
    wide = walk_by_hierarchy(graph, entries)
    personal = {ref for ref, found in meanings.items() if any(m.subject and m.subject.data_type and m.confidence == SURE for m in found)}
    callers = [int(c) for c, ref in zip(program.call_caller, program.call_callee, strict=True) if int(ref) in personal]
    return (
        len(program.def_method),
        count_defined(graph, start),
        count_defined(graph, wide),
        len(callers),
        sum(bool(start.seen[c]) for c in callers),
        sum(bool(wide.seen[c]) for c in callers),
    )


def main(paths: list[str]) -> None:
    """Print one line per package and the sum."""
    total = [0] * 6
    print("methods  at start  by hierarchy | reads  at start  by hierarchy")
    for path in paths:
        found = shares(Path(path))
        if found is None:
            continue
        total = [a + b for a, b in zip(total, found, strict=True)]
        print(*(f"{n:8}" for n in found), Path(path).name)
    print(*(f"{n:8}" for n in total), "in all")
    print(f"methods at start {total[1] / total[0]:.1%}, by hierarchy {total[2] / total[0]:.1%}")
    print(f"reads at start {total[4] / total[3]:.1%}, by hierarchy {total[5] / total[3]:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
