"""Signed APKs and dex files from smali text, for tests. A test that needs one is skipped where the tools are absent.

from tests.smali import assemble, assemble_dex

apk = assemble({"A.smali": ".class public LA;\\n.super Ljava/lang/Object;\\n"}, MANIFEST)
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripts import toolchain
from scripts.toolchain import SCHEMES, Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Content-addressed, so that test processes share it; the tools' own description is part of the address.
CACHE = Path(__file__).resolve().parent.parent / ".pytest_cache" / "smali"
TOOLCHAIN = Path(toolchain.__file__).read_bytes()

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="cn.mingcha.test">
  <application android:label="Test"/>
</manifest>
"""


def assemble(
    smali_sources: Mapping[str, str],
    manifest_xml: str = MANIFEST,
    *,
    resources: Mapping[str, str | bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
    sdk: tuple[int, int] = (21, 26),
    schemes: tuple[str, ...] = SCHEMES,
    key: str = "androiddebugkey",
) -> bytes:
    """Return an APK signed with a throw-away key; `resources` lie below res/, `files` go in as they are."""
    sources = Sources(manifest_xml, smali_sources, resources or {}, files or {}, sdk)
    return _cached(f"{sources!r}{schemes!r}{key}", lambda: toolchain.build_apk(sources, schemes, key))


def assemble_dex(smali_sources: Mapping[str, str], api: int = 26) -> bytes:
    """Return one dex file; about three times quicker than a whole package."""
    return _cached(f"{smali_sources!r}{api}", lambda: toolchain.build_dex(smali_sources, api))


def _cached(content: str, build: Callable[[], bytes]) -> bytes:
    path = CACHE / hashlib.sha256(TOOLCHAIN + content.encode()).hexdigest()
    if path.is_file():
        return path.read_bytes()
    try:
        data = build()
    except toolchain.MissingToolError as error:
        pytest.skip(str(error))
    CACHE.mkdir(parents=True, exist_ok=True)
    # A rename is atomic: another process sees the whole file or none.
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(data)
    draft.rename(path)
    return data
