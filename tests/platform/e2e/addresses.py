"""Every address of the site, filled in from the rows of a side; an address that cannot be filled in is an error.

A new page below a known segment (`cases/<int:pk>/…`) is covered by itself; a new kind of row needs a line in `_VALUES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, get_resolver
from tests.platform.e2e.sides import CRITERION

from mingcha.platform.casework.models import NoticeKind
from mingcha.platform.casework.papers import RECEIPTS
from mingcha.platform.casework.run import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.platform.e2e.sides import Side

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def _rows(kind: str) -> Callable[[Side], list[Any]]:
    return lambda side: side.rows[kind]


# The segment before a parameter, and its name: what may stand there.
_VALUES: dict[tuple[str, str], Callable[[Side], list[Any]]] = {
    **{
        (kind, "pk"): _rows(kind)
        for kind in (
            "apps",
            "batches",
            "case-files",
            "bodies",
            "cases",
            "documents",
            "evidence",
            "findings",
            "leads",
            "lists",
            "notices",
            "policies",
            "queue",
            "scans",
            "sdks",
            "tests",
            "tokens",
            "users",
        )
    },
    ("log", "number"): lambda _side: [1],
    ("cases", "name"): lambda _side: list(BY_NAME),
    ("steps", "name"): lambda _side: list(BY_NAME),
    ("documents", "key"): lambda side: ["order", *RECEIPTS, *(f"delisting-{pk}" for pk in side.rows["cases"])],
    ("checklist", "key"): lambda _side: [CRITERION],
    ("new", "kind"): lambda _side: list(NoticeKind.values),
    # One form that can be read here as text; that each form of file is the same document is proved where it is made.
    ("file.", "form"): lambda _side: ["html"],
    ("report.", "form"): lambda _side: ["json"],
    ("template.", "form"): lambda _side: ["csv"],
    ("day", "day"): lambda _side: ["2026-03-02"],
    # What the API does not have.
    ("api", "path"): lambda _side: ["v1/nothing"],
    # allauth's own pages of keys, which only their owner opens.
    ("keys", "pk"): lambda _side: [1],
}


@dataclass(frozen=True)
class Address:
    """One address with what answers it; `row` is the kind and key of the row that it is about, if it is about one."""

    path: str
    route: str
    view: Callable[..., Any]
    row: tuple[str, Any] | None

    @property
    def part(self) -> str:
        """The part of the site: office, api, accounts, or portal."""
        first = self.route.partition("/")[0]
        return first if first in {"office", "api", "accounts"} else "portal"

    @property
    def asks_again(self) -> bool:
        """Whether it asks for the password again before it looks at anything."""
        codes = [getattr(each, "__code__", None) for each in _wrapped(self.view)]
        return any("allauth" in code.co_filename for code in codes if code is not None)

    @property
    def is_main(self) -> bool:
        """Whether this is a list or the page of a row, and not something to be done with it."""
        if self.row is None:
            return "<" not in self.route and self.route.count("/") == 2
        return self.route.count("<") == 1 and self.route.endswith(">/")


def addresses(side: Side, *, most: int | None = None) -> list[Address]:
    """Return all addresses of the site with the rows of a side, at most so many for each parameter."""
    found = []
    for route, pattern in _routes():
        for path, row in _fill(route, side, most):
            found.append(Address(f"/{path}", route, pattern.callback, row))
    return found


def _wrapped(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Yield a view and what it was made from by decorators."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def _routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _routes(pattern, route)


def _fill(route: str, side: Side, most: int | None) -> Iterator[tuple[str, tuple[str, Any] | None]]:
    found = _PARAMETER.search(route)
    if found is None:
        yield route, None
        return
    segment = route[: found.start()].strip("/").split("/")[-1]
    if segment.isdigit():
        segment = route[: found.start()].strip("/").split("/")[-2]
    values = _VALUES.get((segment, found[1]))
    if values is None:
        raise LookupError(f"nothing is known to stand for <{found[1]}> in {route}: add it to tests/platform/e2e/addresses.py")
    for value in values(side)[:most]:
        for rest, _ in _fill(route[: found.start()] + str(value) + route[found.end() :], side, most):
            yield rest, (segment, value) if found[1] in {"pk", "number"} else None
