"""What the argument of a general reader decides: settings keys, content URIs, properties, commands, paths, actions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts.meaning import Subject, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mingcha.catalogue import Catalogue, Means


CONTENT = "content://"


class Decision(NamedTuple):
    """A subject, and the catalogue's key (settings key, URI …) that the argument matched."""

    subject: Subject
    key: str


class Deciders:
    """Looks resolved arguments up in the catalogue; every method returns the decisions in catalogue order."""

    def __init__(self, catalogue: Catalogue) -> None:
        subjects = vocabulary(catalogue).subjects

        def index(keys_of: Callable[[Means], Iterable[str]]) -> dict[str, list[Subject]]:
            found: dict[str, list[Subject]] = {}
            for subject, means in subjects.items():
                for key in keys_of(means):
                    found.setdefault(key, []).append(subject)
            return found

        self._settings = index(lambda means: means.settings_keys)
        self._uris = index(lambda means: (uri.rstrip("/") for uri in means.content_uris))
        self._properties = index(lambda means: means.system_properties)
        self._files = index(lambda means: (path for path in means.files if "<" not in path))
        self._shell = index(lambda means: means.shell)
        self._intents = index(lambda means: (action.split(" ")[0] for action in means.intents))
        self._sensors = index(lambda means: (kind.rpartition("=")[2] for kind in means.sensor_types))

        self._authorities = tuple(sorted({uri.removeprefix(CONTENT).partition("/")[0] for uri in self._uris}))

    @property
    def authorities(self) -> tuple[str, ...]:
        """Authorities of the known URIs, but for plain words such as sms or media, which mean too much else."""
        return tuple(name for name in self._authorities if "." in name)

    @property
    def property_names(self) -> frozenset[str]:
        """Names of system properties that the catalogue knows."""
        return frozenset(self._properties)

    def setting(self, table: str, key: str) -> list[Decision]:
        """Decide by table (secure, system, global) and key."""
        return _decide(self._settings, f"{table}/{key}")

    def system_property(self, name: str) -> list[Decision]:
        """Decide by the property's name."""
        return _decide(self._properties, name)

    def intent(self, action: str) -> list[Decision]:
        """Decide by the action."""
        return _decide(self._intents, action)

    def sensor(self, kind: int) -> list[Decision]:
        """Decide by the sensor type's number."""
        return _decide(self._sensors, str(kind))

    def uri(self, text: str, *, complete: bool) -> list[Decision]:
        """Decide by the longest known URI that the text equals or lies under; an incomplete text must reach past it."""
        path = text.partition("?")[0]
        while path.startswith(CONTENT) and len(path) > len(CONTENT):
            key = path.rstrip("/")
            if key in self._uris and (complete or text != path or len(text) > len(key)):
                return _decide(self._uris, key)
            path = path.rstrip("/").rpartition("/")[0]
        return []

    def content(self, text: str) -> list[Decision]:
        """Decide by a whole URI or an authority that stands alone, as `uri` does, else by all known URIs that lie under it."""
        address = text if text.startswith(CONTENT) else CONTENT + text
        path = address.partition("?")[0].rstrip("/")
        if len(path) <= len(CONTENT):
            return []
        under = (decision._replace(key=path) for uri in self._uris if uri.startswith(f"{path}/") for decision in _decide(self._uris, uri))
        return self.uri(address, complete=True) or list(dict.fromkeys(under))

    def file(self, path: str) -> list[Decision]:
        """Decide by the longest known path that the file is or lies under."""
        while path:
            if path in self._files:
                return _decide(self._files, path)
            path = path.rpartition("/")[0]
        return []

    def shell(self, command: str) -> list[Decision]:
        """Decide by known commands that stand at a word boundary of the command line."""
        line = f" {' '.join(command.split())} "
        hits = [key for key in self._shell if f" {key} " in line or f"/{key} " in line]
        longest = [key for key in hits if not any(key != other and key in other for other in hits)]
        return [decision for key in longest for decision in _decide(self._shell, key)]


def _decide(index: dict[str, list[Subject]], key: str) -> list[Decision]:
    return [Decision(subject, key) for subject in index.get(key, ())]


@cache
def deciders(catalogue: Catalogue) -> Deciders:
    """Return the catalogue's deciders, built once."""
    return Deciders(catalogue)
