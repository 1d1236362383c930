"""The violation bench: builds every pair of apps, or writes them as files with what is expected of each.

`python -m bench.violations.build FOLDER` writes NAME.violating.apk, NAME.complying.apk, the documents beside them (NAME.violating.policy.md
…) and expected.json (docs/bench.md).
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.violations import (
    gating,
    gating_dialogs,
    gating_kotlin,
    handing,
    inflating,
    intruding,
    moments,
    near_misses,
    promising,
    reaching,
    rule_permissions,
    rule_scope,
    rule_words,
    securing,
    starting,
)
from bench.violations.verdicts import Verdicts, from_accesses
from scripts.toolchain import Sources, build_apk

if TYPE_CHECKING:
    from bench.violations.app import App, Pair

# Pairs that are told apart by their accesses: when they run, and behind which gate.
PAIRS: tuple[Pair, ...] = (
    *reaching.PAIRS,
    *inflating.PAIRS,
    *moments.PAIRS,
    *gating.PAIRS,
    *gating_kotlin.PAIRS,
    *gating_dialogs.PAIRS,
    *near_misses.PAIRS,
)
# Pairs that are told apart by the rules that fire.
RULED: tuple[Verdicts, ...] = (
    *rule_permissions.PAIRS,
    *rule_scope.PAIRS,
    *rule_words.PAIRS,
    *starting.PAIRS,
    *intruding.PAIRS,
    *securing.PAIRS,
    *promising.PAIRS,
    *handing.PAIRS,
)

# What the engine cannot tell yet, and why.
BEYOND: dict[str, str] = {}
SCHEMA_VERSION = 1


def all_verdicts() -> tuple[Verdicts, ...]:
    """Return every pair at the level of rules; those told apart by accesses are among them."""
    return (*map(from_accesses, PAIRS), *RULED)


def apps() -> dict[str, App]:
    """Return all apps by the name of their file."""
    found = {}
    for pair in all_verdicts():
        found[f"{pair.name}.violating.apk"] = pair.violating
        found[f"{pair.name}.complying.apk"] = pair.complying
    return found


def expected() -> dict[str, Any]:
    """Return what expected.json says of every app."""
    packages = {}
    for pair in all_verdicts():
        fires = [fire._asdict() for fire in sorted(pair.fires, key=lambda fire: tuple(word or "" for word in fire))]
        rules = sorted({fire.rule for fire in pair.fires})
        for side, app in (("violating", pair.violating), ("complying", pair.complying)):
            packages[f"{pair.name}.{side}.apk"] = {
                "pair": pair.name,
                "side": side,
                "fires": fires if side == "violating" else [],
                "silent": rules if side == "complying" else [],
                "documents": sorted(app.documents),
                "accesses": None if app.finds is None else [find._asdict() for find in sorted(app.finds)],
                "beyond": BEYOND.get(pair.name),
            }
    return {"schema_version": SCHEMA_VERSION, "packages": packages}


def build(app: App) -> bytes:
    """Return the signed package of an app; needs Debian's aapt and smali."""
    sources = Sources(app.manifest, app.sources(), app.resources, app.files, app.sdk)
    return app.delivered(build_apk(sources, schemes=("v1", "v2"), key=app.key))


def main(folder: Path) -> None:
    """Write the packages and what is expected of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
        built = {name: workers.submit(build, app) for name, app in apps().items()}
        for name, future in built.items():
            (folder / name).write_bytes(future.result())
    for name, app in apps().items():
        for kind, text in app.documents.items():
            (folder / name).with_suffix(f".{kind}").write_text(text, "utf-8")
    (folder / "expected.json").write_text(json.dumps(expected(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
