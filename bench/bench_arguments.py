"""Share of call sites whose deciding argument is known before anything runs, by kind of argument.

usage: bench_arguments.py [-u KIND] APK…

Per kind: call sites; whole: every text or class that the argument may be is known; some: at least one of them, or its beginning, is known.
Sites inside the classes of androidx and android.support are left out: they pass on what others give them. -u prints the other sites of a
kind, one a line.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.constants import Kind, Value
from mingcha.facts.manifest import component_kinds
from mingcha.formats.apk import open_apk

if TYPE_CHECKING:
    from collections.abc import Iterator

# Kind: pattern of "Lx/Y;->name(parameters)" with the class looked up through the classes above it, place of the argument, receiver first.
KINDS: dict[str, list[tuple[str, int]]] = {
    "settings key": [
        (r"Landroid/provider/Settings\$(Secure|System|Global);->get\w+\(Landroid/content/ContentResolver;Ljava/lang/String;", 1)
    ],
    "content URI": [
        (r"Landroid/content/ContentResolver;->(query|insert|update|delete|bulkInsert|registerContentObserver|call)\(Landroid/net/Uri;", 1),
        (r"Landroid/content/ContentResolver;->acquire\w*ContentProviderClient\(Landroid/net/Uri;", 1),
        (r"Landroid/app/Activity;->managedQuery\(Landroid/net/Uri;", 1),
        (r"Landroid/content/CursorLoader;-><init>\(Landroid/content/Context;Landroid/net/Uri;", 2),
    ],
    "system property": [
        (r"Landroid/os/SystemProperties;->get\w*\(Ljava/lang/String;", 0),
        (r"Ljava/lang/reflect/Method;->invoke\(", 2),
    ],
    "command": [(r"Ljava/lang/Runtime;->exec\(", 1), (r"Ljava/lang/ProcessBuilder;->(<init>|command)\(\S", 1)],
    "system service": [(r"Landroid/content/Context;->getSystemService\(", 1)],
    "permissions": [
        (r"Landroid/app/Activity;->requestPermissions\(\[Ljava/lang/String;", 1),
        (r"Landroidx?/\S*/ActivityCompat;->requestPermissions\(Landroid/app/Activity;\[", 1),
        (r"L\S+Fragment;->requestPermissions\(\[Ljava/lang/String;", 1),
    ],
    "intent action": [
        (r"Landroid/content/Intent;-><init>\(Ljava/lang/String;", 1),
        (r"Landroid/content/Intent;->setAction\(", 1),
        (r"Landroid/content/IntentFilter;-><init>\(Ljava/lang/String;", 1),
        (r"Landroid/content/IntentFilter;->addAction\(", 1),
    ],
    "component": [
        (r"Landroid/content/Intent;-><init>\(Landroid/content/Context;Ljava/lang/Class;", 2),
        (r"Landroid/content/Intent;->setClass\(Landroid/content/Context;Ljava/lang/Class;", 2),
        (r"Landroid/content/Intent;->setClassName\((Ljava/lang/String;|Landroid/content/Context;)Ljava/lang/String;", 2),
        (r"Landroid/content/Intent;->setPackage\(", 1),
        (r"Landroid/content/Intent;->setComponent\(", 1),
        (r"Landroid/content/ComponentName;-><init>\((Ljava/lang/String;|Landroid/content/Context;)Ljava/lang/String;", 2),
        (r"Landroid/content/ComponentName;-><init>\(Landroid/content/Context;Ljava/lang/Class;", 2),
    ],
}
_PATTERNS = [(re.compile(pattern), kind, place) for kind, rows in KINDS.items() for pattern, place in rows]
_LIBRARY = ("Landroidx/", "Landroid/support/")


def _known(value: Value) -> str:
    """Return how much is known: whole, some or none."""
    parts = [item for one in value.alternatives() for item in (one.items if one.kind in (Kind.ARRAY, Kind.OBJECT) else (one,))]
    told = [part for part in parts if part.kind is Kind.CLASS or part.prefixes()]
    if not told:
        return "whole" if value.kind is Kind.NULL else "none"
    return "whole" if value.complete else "some"


def _reads_property(method: Value) -> bool:
    return any((each.text or "").startswith("Landroid/os/SystemProperties;->get") for each in method.alternatives())


def sites(program: programs.Program, graph: graphs.Graph) -> Iterator[tuple[int, str, int]]:
    """Yield call row, kind and place of the argument of each site."""
    wanted: dict[int, tuple[str, int]] = {}
    for ref in np.unique(program.call_callee).tolist():
        if program.method_def[graph.resolved[ref]] != programs.NONE and not re.search("Compat;|Fragment;", program.signature(ref)):
            continue
        _, _, member = program.signature(ref).partition("->")
        if not re.match(r"get|query|insert|update|delete|bulk|reg|call|acq|managed|exec|request|set|add|command|invoke|<init>", member):
            continue
        owners = graph.ancestors(int(program.method_class[ref]))
        for owner in owners[:1] if member.startswith("<init>") else owners:
            found = next(((kind, place) for p, kind, place in _PATTERNS if p.match(f"{owner}->{member}")), None)
            if found:
                wanted[ref] = found
                break
    for row in np.flatnonzero(np.isin(program.call_callee, np.array(sorted(wanted), np.uint32))).tolist():
        if not program.type_name(int(program.method_class[program.call_caller[row]])).startswith(_LIBRARY):
            yield row, *wanted[int(program.call_callee[row])]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-u", "--unknown", choices=sorted(KINDS))
    parser.add_argument("apks", nargs="+", type=Path)
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for path in options.apks:
        apk = open_apk(path.read_bytes())
        if apk.manifest is None or not apk.dexes:
            continue
        program = programs.load(apk.dexes)
        graph = graphs.build(program, component_kinds(apk.manifest))
        resolver = Resolver(program, texts=apk.table.text if apk.table else None, app_id=apk.manifest.package)
        for row, kind, place in sites(program, graph):
            value = resolver.argument(row, place)
            if kind == "system property" and place and not _reads_property(resolver.argument(row, 0)):
                continue
            known = _known(value)
            counts[kind][known] += 1
            if kind == options.unknown and known != "whole":
                caller, callee = (program.signature(int(ids[row])) for ids in (program.call_caller, program.call_callee))
                print(f"{known}\t{path.name}\t{caller}\t{int(program.call_pc[row]):x}\t{callee}\t{value.prefixes()}")
    if options.unknown:
        return
    print(f"{'kind':16}{'sites':>8}{'whole':>8}{'some':>8}")
    for kind, count in counts.items():
        total = sum(count.values())
        print(f"{kind:16}{total:8}", *(f"{n / total:7.1%}" for n in (count["whole"], count["whole"] + count["some"]) if total))


if __name__ == "__main__":
    main()
