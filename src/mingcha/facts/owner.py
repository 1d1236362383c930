"""Whose code is it: the app's own, a named SDK's, an open-source library's, or an unknown third party's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingcha.catalogue import Catalogue

APP = "app"
LIBRARY = "oss:"
UNKNOWN = "unknown:"

# Labels of these name a registry or a host of many, not an owner: com.example.x belongs to com.example, com.github.x to itself.
_HOSTS = {"github", "gitlab", "gitee", "bitbucket"}
_GENERIC = _HOSTS | {"com", "org", "net", "io", "cn", "edu", "gov", "me", "co", "tv", "cc", "app", "android", "www"}


class Owners:
    """Books a class on its owner; the longest known prefix wins, and `own` are the app's own package roots."""

    def __init__(self, prefixes: Mapping[str, str], own: Iterable[str]) -> None:
        self._prefixes = dict(prefixes)
        for root in own:
            self._prefixes.setdefault(root, APP)
        self._cache: dict[str, str] = {}
        self._classes: dict[str, str] = {}

    def claim_class(self, descriptor: str, owner: str) -> None:
        """Book one class on an owner, whatever its package says."""
        self._classes[descriptor] = owner

    def claim_package(self, package: str, owner: str) -> None:
        """Book the classes right in a package (com/x) on an owner, but for those claimed one by one."""
        self._cache[package] = owner

    def of_class(self, descriptor: str) -> str:
        """Return the owner of a class given as descriptor (Lcom/x/A;)."""
        if self._classes:
            descriptor = descriptor.lstrip("[")
            if descriptor in self._classes:
                return self._classes[descriptor]
        return self._of_its_package(descriptor.lstrip("[")[1:].rpartition("/")[0])

    def _of_its_package(self, package: str) -> str:
        found = self._cache.get(package)
        if found is None:
            found = self._cache[package] = self._of_package(package.replace("/", "."))
        return found

    def of_classes(self, descriptors: Sequence[str], packages: Sequence[str]) -> list[str]:
        """Return the owners of many classes, as `of_class` does one by one; `packages` are theirs (com/x)."""
        known = {package: self._of_its_package(package) for package in set(packages)}
        if not self._classes:
            return [known[package] for package in packages]
        claimed = self._classes
        owners = [known[package] for package in packages]
        for number in [number for number, each in enumerate(descriptors) if each in claimed]:
            owners[number] = claimed[descriptors[number]]
        return owners

    def of_name(self, name: str) -> str:
        """Return the owner of a class given as name (com.x.A)."""
        return self.of_class("L" + name.replace(".", "/") + ";")

    def _of_package(self, package: str) -> str:
        prefix = package
        while prefix:
            owner = self._prefixes.get(prefix)
            if owner is not None:
                return owner
            prefix = prefix.rpartition(".")[0]
        return UNKNOWN + root_of(package)


def root_of(package: str) -> str:
    """Return the part of a package that names its owner: two labels, three behind two generic ones."""
    labels = package.split(".")
    count = 2
    while count < len(labels) and all(label in _GENERIC for label in labels[:count]):
        count += 1
    return ".".join(labels[:count])


def is_sdk(owner: str) -> bool:
    """Tell whether an owner is a named SDK."""
    return owner != APP and not owner.startswith((LIBRARY, UNKNOWN))


@cache
def owner_prefixes(catalogue: Catalogue) -> dict[str, str]:
    """Return SDK ids and oss:<library id> by package prefix; one that two claim stays with the first SDK, weak ones are left out."""
    found: dict[str, str] = {}
    for sdk in catalogue.sdks.values():
        for prefix in sdk.prefixes:
            if not prefix.weak:
                found.setdefault(prefix.prefix.rstrip("."), sdk.id)
    for library in catalogue.libraries.values():
        for name in library.prefixes:
            found.setdefault(name, LIBRARY + library.id)
    return found


def known_owner(catalogue: Catalogue, name: str, app_id: str) -> str | None:
    """Return the SDK or oss:<library id> that a class name belongs to, None when it is the app's or nobody known's."""
    owner = _owners(catalogue, app_id).of_name(name)
    return None if owner == APP or owner.startswith(UNKNOWN) else owner


@cache
def _owners(catalogue: Catalogue, app_id: str) -> Owners:
    prefixes = owner_prefixes(catalogue)
    return Owners(prefixes, own_roots(app_id, (), prefixes))


def own_roots(app_id: str, classes: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """Return the app's own package roots: of its id, and of its application class and launcher when nobody else's.

    `classes` are class names; `known` are owners by prefix.
    """
    roots = [root_of(app_id)] if app_id else []
    others = Owners(known, ())
    for name in classes:
        package = name.rpartition(".")[0]
        if package and others.of_name(name).startswith(UNKNOWN):
            roots.append(root_of(package))
    return sorted(set(roots))
