"""The violation bench: builds every pair of apps, or writes them as files with what is expected of each.

`python -m bench.violations.build FOLDER` writes NAME.violating.apk, NAME.complying.apk and expected.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.violations import gating, near_misses, reaching
from scripts.toolchain import Sources, build_apk

if TYPE_CHECKING:
    from bench.violations.app import App, Pair

PAIRS: tuple[Pair, ...] = (*reaching.PAIRS, *gating.PAIRS, *near_misses.PAIRS)

# What the engine cannot tell yet, and why.
BEYOND = {
    "text-equals": "a stored text is not followed through String.equals, only numbers are",
    "flag-as-parameter": "a flag is not followed into the parameters of a call",
}


def apps() -> dict[str, App]:
    """Return all apps by the name of their file."""
    found = {}
    for pair in PAIRS:
        found[f"{pair.name}.violating.apk"] = pair.violating
        found[f"{pair.name}.complying.apk"] = pair.complying
    return found


def main(folder: Path) -> None:
    """Write the packages and what is expected of them; needs Debian's aapt and smali."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, app in apps().items():
        (folder / name).write_bytes(build_apk(Sources(app.manifest, app.sources()), schemes=("v1", "v2")))
    expected = {name: [find._asdict() for find in sorted(app.finds)] for name, app in apps().items()}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
