"""Packed (加固) apps: a shell starts instead of the app and decrypts the app's own code at run time.

The generic sign needs no names: components of the manifest whose class is in no dex. Names come from the registry's
packers by the class that starts, by components, native libraries and assets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mingcha.catalogue import Catalogue, Sdk
    from mingcha.formats.manifest import Manifest

UNKNOWN = "unknown"
_UNKNOWN_NAME = Text("未识别的加固方案", "an unidentified packer")
_CATEGORY = "packer"

# Normal apps reach 0.07 and packed ones 1.0 of components without code; under four components chance decides.
_HIDDEN = 0.5
_ENOUGH = 4
# Android Studio's Instant Run starts a stub as well, and keeps the code in an archive beside it.
_INSTANT_RUN = "com.android.tools."

# What a kind of evidence weighs in the choice of a name.
_WEIGHTS = {"application": 8, "component": 4, "asset": 2, "native": 1}
_SHOWN = 12

# Files that shells keep the app's code in, by id of the registry.
_ASSETS = {
    "jiagu_360": r"\.appkey|libjiagu[^/]*",
    "tencent_legu": r"0OO00l111l1l|0OO00oo01l1l|o0oooOO0ooOo\.dat|tosversion",
    "bangcle": r"secData\d*\.jar|bangcle[^/]*|libsecexe[^/]*|libsecmain[^/]*",
    "ijiami": r"ijiami\.(?:ajm|dat)|ijm_lib/.+",
    "baidu_protect": r"baiduprotect\d*\.jar",
}
_VERSION = re.compile(r"-\d+(?:\\\.\d+)+")


class Packer(NamedTuple):
    """A packer at work: `id` is its id in the registry, or unknown.

    `hidden_share` is the share (0 to 1) of components whose class is in no dex; `evidence` holds kind:what, sorted;
    `remains` says what of the app can still be seen.
    """

    id: str
    name: Text
    evidence: tuple[str, ...]
    hidden_share: float
    remains: Text


class Signs(NamedTuple):
    """What one packer is known by; the patterns are compiled when a file is one's."""

    sdk: Sdk
    prefixes: tuple[str, ...]
    components: frozenset[str]
    libraries: str
    assets: str


class KnownPackers(NamedTuple):
    """The signs of all packers, by id, and a pattern of all paths of files that are one's."""

    signs: tuple[Signs, ...]
    files: re.Pattern[str]


@cache
def known_packers(catalogue: Catalogue) -> KnownPackers:
    """Return the packers of the registry, put together once."""
    signs, files = [], []
    for sdk in sorted((sdk for sdk in catalogue.sdks.values() if sdk.category == _CATEGORY), key=lambda sdk: sdk.id):
        libraries = "|".join(_library_pattern(name) for name in sdk.native_libs) or r"(?!)"
        assets = f"assets/(?:{_ASSETS.get(sdk.id, '(?!)')})"
        files += [f"(?s:.*/)?(?:{libraries})", assets]
        own = frozenset(component.name for component in sdk.components)
        prefixes = tuple(prefix.prefix for prefix in sdk.prefixes)
        signs.append(Signs(sdk, prefixes, own, libraries, assets))
    return KnownPackers(tuple(signs), re.compile("|".join(files) or r"(?!)"))


def detect(entry_names: Iterable[str], manifest: Manifest | None, class_names: Collection[str], packers: KnownPackers) -> Packer | None:
    """Return the packer of an app, or None when its code can be seen.

    `class_names` are the descriptors (Lcom/x/A;) of every class that any dex of the package defines.
    """
    if manifest is None:
        return None
    starters = [name for name in (manifest.application_class, manifest.app_component_factory) if name]
    if any(name.startswith(_INSTANT_RUN) for name in starters):
        return None
    components = sorted({component.target for component in manifest.components})
    hidden = [name for name in components if f"L{name.replace('.', '/')};" not in class_names] if class_names else []
    share = len(hidden) / len(components) if components else 0.0
    marks = _marks(packers, starters, components, entry_names)
    shell = any(mark.startswith("application:") for found in marks.values() for mark in found)
    if not shell and (share < _HIDDEN or len(components) < _ENOUGH):
        return None
    named = max((signs.sdk for signs in packers.signs), key=lambda sdk: (_weight(marks.get(sdk.id, ())), sdk.verified), default=None)
    chosen = named if named is not None and named.id in marks else None
    evidence = sorted(marks[chosen.id])[:_SHOWN] if chosen else []
    if hidden:
        evidence.insert(0, f"hidden:{len(hidden)}/{len(components)}")
    return Packer(
        chosen.id if chosen else UNKNOWN,
        chosen.name if chosen else _UNKNOWN_NAME,
        tuple(evidence),
        share,
        _remains(len(hidden), len(components), len(class_names)),
    )


def _marks(packers: KnownPackers, starters: list[str], components: list[str], entry_names: Iterable[str]) -> dict[str, set[str]]:
    """Return what speaks for each packer, as kind:what."""
    marks: dict[str, set[str]] = defaultdict(set)
    files = [name for name in entry_names if packers.files.fullmatch(name)]
    for signs in packers.signs:
        found = {f"application:{name}" for name in starters if _under(name, signs.prefixes)}
        found |= {f"component:{name}" for name in components if name in signs.components or _under(name, signs.prefixes)}
        for name in files:
            if re.fullmatch(signs.libraries, name.rpartition("/")[2]):
                found.add(f"native:{name}")
            elif re.fullmatch(signs.assets, name):
                found.add(f"asset:{name}")
        if found:
            marks[signs.sdk.id] = found
    return marks


def _under(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def _library_pattern(name: str) -> str:
    """Return a pattern for a library that takes any version where the registry's name holds one."""
    return _VERSION.sub(lambda _: r"-[\d.]+", re.escape(name).replace(r"\-", "-"))


def _weight(marks: Iterable[str]) -> int:
    """Weigh evidence by its kinds: a second library adds nothing to the first."""
    return sum(_WEIGHTS[kind] for kind in {mark.partition(":")[0] for mark in marks})


def _remains(hidden: int, components: int, classes: int) -> Text:
    rest_zh = "清单、资源、签名、原生库与资源文件的名称可见"
    rest_en = "manifest, resources, signatures and the names of native libraries and assets are visible"
    if hidden == 0:
        return Text(
            f"由外壳启动；dex 中的 {classes} 个类可见，但方法体可能在运行时才还原；{rest_zh}",
            f"a shell starts the app; {classes} classes are in the dex, but method bodies may come only at run time; {rest_en}",
        )
    return Text(
        f"{components} 个组件中 {hidden} 个的代码被隐藏，dex 中只见 {classes} 个类（含外壳自带的类）；{rest_zh}",
        f"the code of {hidden} of {components} components is hidden; the dex holds {classes} classes, the shell's own "
        f"among them; {rest_en}",
    )
