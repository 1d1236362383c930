"""What a package says it is, read in a confined child before anything else is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mingcha.formats.apk import open_apk
from mingcha.sandbox import Limits, Status, run

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.sandbox import Data

_SECONDS = 30.0


def application_id(path: Path, *, unsafe: bool = False) -> str | None:
    """Return the application id of the package's manifest; None when it cannot be read, whatever the reason."""
    outcome = run(_read, path, limits=Limits(wall=_SECONDS, cpu=_SECONDS), unsafe=unsafe)
    return cast("str | None", outcome.value) if outcome.status is Status.OK else None


def _read(data: Data) -> str | None:
    manifest = open_apk(data).manifest
    return manifest.package if manifest else None
