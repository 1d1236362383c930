"""Whose each part of one package is: classes, payloads and native libraries; and by it, which SDKs are in the package."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from mingcha.facts import sdk
from mingcha.facts.owner import APP, Owners, is_sdk, own_roots, owner_prefixes
from mingcha.facts.recognise import Recognised, recognise
from mingcha.facts.version import Version, find_versions, nearest_versions
from mingcha.facts.version_file import find_file_versions
from mingcha.fingerprint.database import load_default

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.dex.program import Program
    from mingcha.facts.factset import FactSet
    from mingcha.formats.apk import Apk


class Whose:
    """Answers for one package; `read` tells it the code, `states` is then set to when each class first runs."""

    def __init__(self, apk: Apk, catalogue: Catalogue) -> None:
        self._apk = apk
        self._catalogue = catalogue
        self._program: Program | None = None
        self._recognised = Recognised([], {}, {})
        self._names: list[str] = []
        self.states: list[str | None] = []
        found = apk.manifest
        prefixes = owner_prefixes(catalogue)
        names = [name for name in (found.application_class, found.launcher) if name] if found else []
        self.owners = Owners(prefixes, own_roots(found.package if found else "", names, prefixes))
        self._payloads: dict[str, str] = {}

    def read(self, program: Program) -> None:
        """Recognise renamed code; from then on `owners` knows it."""
        self._program = program
        self._names = program.class_names
        self.states = [None] * len(self._names)
        hinted = {found for found, _ in self._hints()}
        hidden = [path for path, _ in self._apk.hidden_dexes]
        self._recognised = recognise(program, self.owners, load_default(), hidden, hinted)
        for dex, path in enumerate(program.dex_names):
            inside = np.flatnonzero(program.class_dex == dex).tolist() if path in hidden else []
            count = Counter(self._recognised.owners[number] for number in inside)
            owner, most = min(count.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
            if most and is_sdk(owner) and 2 * most > count.total():
                self._payloads[path] = owner

    def owner_of_file(self, path: str) -> str:
        """Return the owner of a file in assets: the SDK whose code is in it, or in the archive that it lies in; else the app."""
        outer = path.partition("!")[0]
        owners = {owner for dex, owner in self._payloads.items() if dex.partition("!")[0] == outer}
        return owners.pop() if len(owners) == 1 else APP

    def owner_of_library(self, name: str) -> str:
        """Return the SDK that alone in the registry brings a native library, else the app."""
        return sdk.owner_of_library(self._catalogue, name)

    def collect(self, facts: FactSet, *, is_packed: bool) -> None:
        """Add the rows of SDKs and open-source libraries; addresses are taken from the facts."""
        known = sdk.tables(self._catalogue)
        libraries = sorted({library.name for library in self._apk.native_libs})
        brought = [(owner, name) for name in libraries if (owner := self.owner_of_library(name)) != APP]
        stated = find_versions(self._program, self._apk.manifest, self.owners, known.keys, brought)
        files = find_file_versions(self._apk.archive, owner_prefixes(self._catalogue))
        stated |= {owner: Version(text, "file") for owner, text in files.items()}
        assets = [(asset.path, self.owner_of_file(asset.path)) for asset in self._apk.assets if "!" not in asset.path]
        package = sdk.Package(
            names=self._names,
            owners=self._recognised.owners,
            states=self.states,
            is_packed=is_packed,
            manifest=self._apk.manifest,
            libraries=libraries,
            assets=assets,
            hosts=[(row["host"], row["owner"]) for row in facts.rows["url"]],
            traits=self._recognised.traits,
            versions=nearest_versions(self._recognised.releases, load_default()) | stated,
            owner_of=self.owners.of_name,
        )
        sdk.collect_sdks(facts, self._catalogue, package)

    def _hints(self) -> list[tuple[str, str]]:
        """Return the SDKs that manifest or native libraries speak for, each with what does."""
        known = sdk.tables(self._catalogue)
        manifest = self._apk.manifest
        names = {item.name for item in manifest.all_meta_data()} if manifest else set()
        found = [(known.keys[name], name) for name in sorted(names & known.keys.keys())]
        components = {component.target for component in manifest.components} if manifest else set()
        found += [(known.components[name], name) for name in sorted(components & known.components.keys())]
        return found + [(known.libraries[each.name], each.name) for each in self._apk.native_libs if each.name in known.libraries]
