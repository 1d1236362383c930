"""Versions of SDKs that small files in a package state: what build tools leave there, and property files within an SDK's own folder.

Build tools write META-INF/<group>_<artifact>.version (AndroidX and Material), <artifact>.properties at the root (Google Play services and
Firebase), and META-INF/maven/<group>/<artifact>/pom.properties (Maven). The .kotlin_module files name no version of their library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mingcha.facts.owner import is_sdk
from mingcha.formats.errors import EntryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.formats.zip import Archive

_MOST_FILES, _MOST_BYTES, _LONGEST_PATH = 500, 16_384, 300
_NAMED = re.compile(r"META-INF/([\w.-]+)_([\w.-]+)\.version")
_MAVEN = re.compile(r"META-INF/maven/([\w.-]+)/([\w.-]+)/pom\.properties")
_GOOGLE = re.compile(r"((?:play-services|firebase)-[\w-]+)\.properties")
_GROUPS = {"play-services": "com.google.android.gms", "firebase": "com.google.firebase"}
_INSIDE = re.compile(r"((?:\w+/){2,9})[\w.-]+\.properties")
_LINE = re.compile(r"^[ \t]*(?:sdk[._]?)?version(?:[._]?name)?[ \t]*[=:][ \t]*(\S+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,8}){1,4}(?:[-_.]?[A-Za-z0-9]{1,12}){0,2}")
# How surely a file speaks for an SDK: its artifact is named as the SDK's package, it lies in that, only the group of artifacts is.
_ARTIFACT, _FOLDER, _GROUP = range(3)


def find_file_versions(archive: Archive, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the one version that the surest files state for an SDK, none where they disagree; `prefixes` are SDKs by package prefix."""
    said: dict[str, set[tuple[int, str]]] = defaultdict(set)
    speaking = [(name, speaker) for name in archive.entries if (speaker := _speaks_for(name, prefixes)) is not None]
    for name, (rank, sdk) in speaking[:_MOST_FILES]:
        try:
            text = archive.read(name, most=_MOST_BYTES).decode("utf-8", "replace")
        except EntryError:
            continue
        lines = [text.strip()] if name.endswith(".version") else _LINE.findall(text)
        said[sdk].update((rank, line) for line in lines if _VERSION.fullmatch(line))
    found = {}
    for sdk, versions in sorted(said.items()):
        best = [version for rank, version in versions if rank == min(versions)[0]]
        if len(best) == 1:
            found[sdk] = best[0]
    return found


def _speaks_for(path: str, prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    """Return how surely, and for which SDK, a file speaks by its name."""
    if len(path) > _LONGEST_PATH or not path.endswith((".version", ".properties")):
        return None
    named = _NAMED.fullmatch(path) or _MAVEN.fullmatch(path)
    google = _GOOGLE.fullmatch(path)
    inside = _INSIDE.fullmatch(path)
    found = None
    if named:
        found = _of_artifact(named[1], named[2], prefixes)
    elif google:
        group = next(group for start, group in _GROUPS.items() if path.startswith(start))
        found = _of_artifact(group, google[1], prefixes)
    elif inside and not path.startswith("META-INF/"):
        found = _FOLDER, prefixes.get(inside[1].rstrip("/").replace("/", "."))
    if found is None or found[1] is None or not is_sdk(found[1]):
        return None
    return found[0], found[1]


def _of_artifact(group: str, artifact: str, prefixes: Mapping[str, str]) -> tuple[int, str | None]:
    """Return the SDK whose prefix is group.x.y for an artifact a-x-y; else the one whose prefix is the group."""
    words = artifact.split("-")
    names = (".".join([group, *words[start:]]) for start in range(len(words)))
    exact = next((prefixes[name] for name in names if name in prefixes), None)
    return (_ARTIFACT, exact) if exact is not None else (_GROUP, prefixes.get(group))
