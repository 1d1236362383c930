"""Reads one file for the database: the fingerprints in it, and whose code each is in. Runs inside the sandbox child."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from mingcha.dex import program as programs
from mingcha.fingerprint.features import shapes_of, strings_of
from mingcha.fingerprint.skeleton import of_classes, of_program
from mingcha.formats.aar import open_sdk
from mingcha.formats.apk import open_apk
from mingcha.formats.errors import BadPackageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap

    import numpy.typing as npt

    from mingcha.fingerprint.skeleton import Skeletons

# Owner of code that belongs to nobody known: what it holds is background.
BACKGROUND = "~"
_LETTERS = re.compile(rb"[A-Za-z]{3}|[^\x00-\x7f]{2}")
_CLASS_NAME = re.compile(rb"L?([A-Za-z_][\w$]*(?:[./][A-Za-z_][\w$]*){2,});?")
_VERSION = re.compile(r"(?:^|[-_.vV])(\d+(?:\.\d+)+)")


class Ingested(NamedTuple):
    """The fingerprints of one file; `string_owner` and `shape_owner` are places in `owners`, row by row.

    `group` is the same for files that are builds of one app. `main` is the SDK that most of an SDK file is.
    """

    sha256: str
    group: str
    main: str | None
    version: str | None
    owners: tuple[str, ...]
    strings: npt.NDArray[np.uint64]
    string_owner: npt.NDArray[np.uint16]
    shapes: npt.NDArray[np.uint64]
    shape_owner: npt.NDArray[np.uint16]

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; `from_wire` reads it back."""
        arrays = {name: base64.b64encode(getattr(self, name).tobytes()).decode() for name in _ARRAYS}
        return {**self._asdict(), **arrays, "owners": list(self.owners)}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild from `to_wire`."""
        arrays = {name: np.frombuffer(base64.b64decode(wire[name]), type_) for name, type_ in _ARRAYS.items()}
        return cls(**{**wire, **arrays, "owners": tuple(wire["owners"])})


_ARRAYS = {"strings": np.uint64, "string_owner": np.uint16, "shapes": np.uint64, "shape_owner": np.uint16}


def ingest(
    data: bytes | mmap, file_name: str, owner_of: Callable[[str, str], str | None], *, sdk: str | None = None, background: bool = False
) -> Ingested:
    """Return the fingerprints of an AAR, a JAR or an APK; BadPackageError when it is none.

    `owner_of(class name, application id)` names the owner of a class, None when it is nobody known. Such code of an SDK
    file belongs to `sdk` when that is given. `background` says that nothing in the file is an SDK's.
    """
    try:
        apk = open_apk(data)
    except BadPackageError:
        apk = None
    if apk is None:
        file = open_sdk(data)
        payload = of_program(programs.load(file.hidden_dexes))
        parts = [of_classes(file.classes()), payload]
        app_id = ""
    else:
        payload = None
        parts = [of_program(programs.load([*apk.dexes, *apk.hidden_dexes]))]
        app_id = apk.manifest.package if apk.manifest else ""
    nobody = sdk or BACKGROUND

    def owner(name: str) -> str:
        return BACKGROUND if background else owner_of(name, app_id) or nobody

    count: Counter[str] = Counter()
    strings: set[tuple[int, str]] = set()
    shapes: set[tuple[int, str]] = set()
    for part in parts:
        holders = [owner(_dotted(part.class_name(number))) for number in range(len(part.class_type))]
        if part is payload:
            holders = _adopt(holders)
        count.update(holders)
        strings |= _strings(part, holders, owner)
        shape = shapes_of(part)
        shapes |= {(value, holders[holder]) for value, holder in zip(shape.hash.tolist(), shape.holder.tolist(), strict=True)}
    main = sdk or _main(count, is_sdk_file=apk is None)
    digest = hashlib.sha256(data).hexdigest()
    owners = tuple(sorted({name for _, name in strings | shapes}))
    place = {name: number for number, name in enumerate(owners)}
    versions = _VERSION.findall(file_name.rpartition(".")[0])
    columns = [
        np.array([item[0] if column == 0 else place[item[1]] for item in sorted(rows)], type_)
        for rows in (strings, shapes)
        for column, type_ in enumerate((np.uint64, np.uint16))
    ]
    version = versions[-1] if main and versions else None
    return Ingested(digest, app_id or digest, main, version, owners, *columns)


def _adopt(holders: list[str]) -> list[str]:
    """Give the code of nobody known in an SDK's payloads to the SDK that most of the named code there is of."""
    named = Counter(holder for holder in holders if holder != BACKGROUND and ":" not in holder)
    if not named:
        return holders
    sdk, most = min(named.items(), key=lambda item: (-item[1], item[0]))
    return [sdk if holder == BACKGROUND and 2 * most > named.total() else holder for holder in holders]


def _main(count: Counter[str], *, is_sdk_file: bool) -> str | None:
    named = [(number, name) for name, number in sorted(count.items()) if name != BACKGROUND and ":" not in name]
    return max(named)[1] if named and is_sdk_file else None


def _strings(part: Skeletons, holders: list[str], owner: Callable[[str], str]) -> set[tuple[int, str]]:
    """Return (hash, owner) of strings; one that names a class of somebody else is a reference to it, not a trait."""
    found = strings_of(part)
    about: dict[int, str | None] = {}
    rows = set()
    for value, holder, text in zip(found.hash.tolist(), found.holder.tolist(), found.text.tolist(), strict=True):
        if text not in about:
            about[text] = _named_owner(part.text(text), owner)
        named = about[text]
        if named is None or named in (BACKGROUND, holders[holder]):
            rows.add((value, holders[holder]))
    return rows


def _named_owner(text: bytes, owner: Callable[[str], str]) -> str | None:
    """Return the owner of the class that a string names, "" for a string without words, None when it names no class."""
    if not _LETTERS.search(text):
        return ""
    name = _CLASS_NAME.fullmatch(text)
    return owner(name[1].decode("ascii", "replace").replace("/", ".")) if name else None


def _dotted(descriptor: bytes) -> str:
    return descriptor[1:-1].decode("utf-8", "replace").replace("/", ".")
