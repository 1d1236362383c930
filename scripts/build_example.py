"""Build examples/sunflower/sunflower.apk from its sources: python -m scripts.build_example [FILE]."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.toolchain import Sources, build_apk, build_dex

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "sunflower"


def read_sources(folder: Path = FOLDER) -> Sources:
    """Return the example's sources; the plug-in's dex becomes an asset whose name does not say what it is."""
    plugin = build_dex(_texts(folder / "plugin"))
    return Sources(
        manifest=(folder / "AndroidManifest.xml").read_text(encoding="utf-8"),
        smali=_texts(folder / "smali"),
        resources={str(path.relative_to(folder / "res")): path.read_bytes() for path in _files(folder / "res")},
        files={"assets/theme.dat": plugin},
    )


def main() -> None:
    """Write the package to the file given, or over the one that the repository ships."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "sunflower.apk"
    target.write_bytes(build_apk(read_sources()))
    print(f"{target}: {target.stat().st_size} bytes")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in _files(folder)}


if __name__ == "__main__":
    main()
