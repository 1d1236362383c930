"""Reads the front matter of rules, which is YAML, and puts that of a whole pack into one JSON-ready form.

setup.py runs this file on its own (runpy), so it imports nothing of mingcha.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = re.compile(r"\A\s*/\*---\n(?P<front>.*?)\n---\*/\s*(?P<sql>.*?)\s*\Z", re.DOTALL)


def split(source: str) -> tuple[str, str] | None:
    """Return the front matter and the query of a rule's file, None when it does not begin with front matter."""
    parts = _PARTS.match(source)
    return parts and (parts["front"], parts["sql"])


def read_front(front: str) -> Any:
    """Return what front matter says; yaml.YAMLError when it is none."""
    import yaml  # noqa: PLC0415 - the compiled form is read without it

    return yaml.load(front, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - one of the two safe loaders


def compile_folder(folder: Path) -> dict[str, Any]:
    """Return what the front matter of each rule of a well-formed pack says, by the SHA-256 of the rule's file."""
    fronts = {}
    for path in sorted(folder.glob("*/*.sql")):
        source = path.read_bytes()
        parts = split(source.decode())
        if parts is not None:
            fronts[hashlib.sha256(source).hexdigest()] = read_front(parts[0])
    return fronts
