"""Reads policies in confined children, one for each file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mingcha.model import MingchaError, UnreadablePackageError
from mingcha.policy.wire import LATE, prepare, read_file
from mingcha.sandbox import Limits, Status, preload, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS = 30.0


def read_confined(path: Path, *, unsafe: bool = False) -> dict[str, Any]:
    """Return what was read of one file in a confined child; UnreadablePackageError or MingchaError with one line otherwise."""
    found: dict[str, Any] = run_confined(lambda data: read_file(bytes(data), path.name), path, unsafe=unsafe)
    return found


def run_confined(read: Callable[[Any], Any], path: Path, *, unsafe: bool = False) -> Any:
    """Return what a function makes of a file's bytes in a confined child that can read policies; errors as `read_confined`."""
    preload(*(name for name in LATE if _is_installed(name)))
    prepare()
    outcome = run(read, path, limits=Limits(wall=_SECONDS, cpu=_SECONDS), unsafe=unsafe)
    if outcome.status is not Status.OK:
        detail = outcome.detail
        words = f"{detail.zh} / {detail.en}" if detail and detail.zh != detail.en else detail.zh if detail else outcome.status.value
        raise (UnreadablePackageError if outcome.status is Status.UNREADABLE else MingchaError)(words)
    return outcome.value


def _is_installed(name: str) -> bool:
    return find_spec(name.partition(".")[0]) is not None
