"""Time of the judge for one package and for many, with a pack of 150 rules, on SQLite and on DuckDB.

The pack is made of the product's own rules: each copy has another id and another condition that always holds, so that no engine
can plan it once. The packages are the example app, with its access rows repeated to the number of a large app; as there, nine
of ten are hints in code that nothing reaches.

    python bench/bench_rules.py [--rules 150] [--accesses 2000]
    python bench/bench_rules.py --batch FOLDER

The second form reads all packages of a folder in this process and tells what of a batch scan is for rules: the judge with the own
pack, and the facts that are there for rules alone.

Figures are processor time of this process in milliseconds, the best of five runs (two for many packages).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.facts.collect import collect, prepare
from mingcha.facts.factset import FactSet
from mingcha.model import UnreadablePackageError
from mingcha.rules import judge, load_pack
from mingcha.rules.duck import DuckTables
from mingcha.rules.loader import Pack
from mingcha.rules.sqlite import SqliteTables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from mingcha.catalogue import Catalogue
    from mingcha.rules.tables import Tables

    Engine = Callable[[Sequence[FactSet], Catalogue], Tables]

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sunflower" / "sunflower.apk"
ENGINES: dict[str, Engine] = {"SQLite": SqliteTables, "DuckDB": DuckTables}


def enlarge_pack(pack: Pack, count: int) -> Pack:
    """Return a pack of `count` different rules made from a smaller one."""
    rules = []
    for number in range(count):
        rule = pack.rules[number % len(pack.rules)]
        sql = f"select * from (\n{rule.sql}\n) where package <> '{number}'"  # noqa: S608 - a number
        rules.append(rule._replace(id=f"{rule.id}-{number:03}", sql=sql))
    return Pack(tuple(rules), pack.digest, pack.folder)


def enlarge_facts(facts: FactSet, accesses: int, count: int) -> list[FactSet]:
    """Return `count` packages with the rows of one, whose access rows are repeated up to `accesses`."""
    packages = []
    for number in range(count):
        copy = FactSet(f"{number:064x}")
        for name, rows in facts.rows.items():
            times = -(-accesses // len(rows)) if name == "access" else 1
            for turn in range(times):
                for row in rows:
                    columns = {key: value for key, value in row.items() if key != "package"}
                    if name == "access":
                        columns["line"] = turn
                        if turn % 10:
                            columns |= {"confidence": 0.3, "start_state": "unreached", "path": []}
                    copy.add(name, **columns)
        packages.append(copy)
    return packages


def measure(work: Callable[[], object], times: int) -> float:
    """Return the least processor time of some runs, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def measure_start(module: str) -> float:
    """Return the processor time of a new process that only imports a module, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


# Modules whose functions collect facts that only rules ask for, by where these are called.
_FOR_RULES = {
    "mingcha.facts.code": ("collect_conduct", "collect_code_wordings", "collect_switches", "collect_watched_calls"),
    "mingcha.facts.collect": ("collect_icon", "collect_network_policy", "collect_file_wordings", "collect_guess"),
}


def measure_batch(folder: Path) -> None:
    """Print the processor time of reading all packages of a folder and of judging them, and what of it is for rules."""
    spent = dict.fromkeys((name for names in _FOR_RULES.values() for name in names), 0.0)
    for module, names in _FOR_RULES.items():
        for name in names:
            _time(importlib.import_module(module), name, spent)
    catalogue = load()
    pack = load_pack(catalogue)
    facts, start = [], time.process_time()
    for path in sorted(folder.rglob("*.apk")):
        with contextlib.suppress(UnreadablePackageError):
            facts.append(collect(path.read_bytes(), path.name))
    read = time.process_time() - start
    start = time.process_time()
    judge(facts, pack, catalogue)
    judged = time.process_time() - start
    base = read - sum(spent.values())
    print(f"{len(facts)} packages, {len(pack.rules)} rules: reading {read:.2f} s, judging {judged:.2f} s")
    for name, seconds in spent.items():
        print(f"  {name:<24} {seconds:.2f} s")
    added = judged + sum(spent.values())
    print(f"for rules alone {added:.2f} s, {100 * added / base:.0f} % on top of the other facts' {base:.2f} s")


def _time(module: ModuleType, name: str, spent: dict[str, float]) -> None:
    """Make a module's function add its processor time to `spent`."""
    work = getattr(module, name)

    def timed(*given: object) -> object:
        start = time.process_time()
        try:
            return work(*given)
        finally:
            spent[name] += time.process_time() - start

    setattr(module, name, timed)


def main() -> None:
    """Print a table of figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rules", type=int, default=150)
    options.add_argument("--accesses", type=int, default=2000)
    options.add_argument("--batch", type=Path)
    chosen = options.parse_args()
    prepare()
    if chosen.batch:
        measure_batch(chosen.batch)
        return
    catalogue = load()
    pack = enlarge_pack(load_pack(catalogue), chosen.rules)
    facts = collect(EXAMPLE.read_bytes(), EXAMPLE.name)
    print(f"import duckdb {measure_start('duckdb') - measure_start('sqlite3'):.0f} ms more than sqlite3")
    print(f"{'packages':>8} {'engine':>8} {'open':>8} {'queries':>8} {'judge':>8} {'judge/package':>14}")
    for count in (1, 2, 4, 8, 16, 64, 100):
        packages = enlarge_facts(facts, chosen.accesses, count)
        for name, engine in ENGINES.items():
            times = 5 if count < 16 else 2  # noqa: PLR2004 - long runs need no more
            opened = measure(lambda engine=engine, packages=packages: engine(packages, catalogue).close(), times)
            tables = engine(packages, catalogue)
            queries = measure(lambda tables=tables: [tables.query(rule.sql) for rule in pack.rules], times)
            tables.close()
            whole = measure(lambda engine=engine, packages=packages: judge(packages, pack, catalogue, engine), times)
            print(f"{count:>8} {name:>8} {opened:>8.0f} {queries:>8.0f} {whole:>8.0f} {whole / count:>14.1f}", flush=True)


if __name__ == "__main__":
    main()
