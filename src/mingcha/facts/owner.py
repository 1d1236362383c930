"""Whose code is it: the app's own, a named SDK's by its package prefix, or an unknown third party's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingcha.catalogue import Sdk

APP = "app"
UNKNOWN = "unknown:"

# Two labels of these name a registry, not an owner: com.example.x belongs to com.example, com.cn.x to com.cn.x.
_GENERIC = {"com", "org", "net", "io", "cn", "edu", "gov", "me", "co", "tv", "cc", "app", "android", "www"}


class Owners:
    """Books a class on its owner; the longest known prefix wins, and `own` are the app's own package roots."""

    def __init__(self, prefixes: Mapping[str, str], own: Iterable[str]) -> None:
        self._prefixes = dict(prefixes)
        for root in own:
            self._prefixes.setdefault(root, APP)
        self._cache: dict[str, str] = {}

    def of_class(self, descriptor: str) -> str:
        """Return the owner of a class given as descriptor (Lcom/x/A;)."""
        package = descriptor.lstrip("[")[1:].rpartition("/")[0]
        found = self._cache.get(package)
        if found is None:
            found = self._cache[package] = self._of_package(package.replace("/", "."))
        return found

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


@cache
def sdk_prefixes(sdks: tuple[Sdk, ...]) -> dict[str, str]:
    """Return SDK ids by package prefix; a prefix that two SDKs claim stays with the first, weak ones are left out."""
    found: dict[str, str] = {}
    for sdk in sdks:
        for prefix in sdk.prefixes:
            if not prefix.weak:
                found.setdefault(prefix.prefix.rstrip("."), sdk.id)
    return found


def own_roots(app_id: str, classes: Iterable[str], sdk: Mapping[str, str]) -> list[str]:
    """Return the app's own package roots: of its id, and of its application class and launcher when no SDK's.

    `classes` are class names; `sdk` are SDK ids by prefix.
    """
    roots = [root_of(app_id)] if app_id else []
    by_sdk = Owners(sdk, ())
    for name in classes:
        package = name.rpartition(".")[0]
        if package and by_sdk.of_name(name).startswith(UNKNOWN):
            roots.append(root_of(package))
    return sorted(set(roots))
