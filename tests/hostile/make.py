"""Makes every hostile package, always the same bytes: `python -m tests.hostile.make FOLDER` writes them out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hostile import arsc_cases, axml_cases, code_cases, dex_cases, other_cases, signature_cases, zip_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAMILIES = {
    "zip": zip_cases.cases,
    "axml": axml_cases.cases,
    "arsc": arsc_cases.cases,
    "dex": dex_cases.cases,
    "code": code_cases.cases,
    "signature": signature_cases.cases,
    "other": other_cases.cases,
}


def all_cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield name and maker of each package."""
    for cases in FAMILIES.values():
        yield from cases()


def write(folder: Path, cases: Iterator[tuple[str, Callable[[], bytes]]]) -> Iterator[Path]:
    """Write packages one by one, as they are asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in cases:
        path = folder / f"{name}.apk"
        path.write_bytes(make())
        yield path


if __name__ == "__main__":
    print(sum(1 for _ in write(Path(sys.argv[1]), all_cases())), "files")  # noqa: T201 - a command's result
