"""The pages that a browser can show, each with somebody who may open it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.test import Client
from tests.platform.e2e.addresses import addresses
from tests.platform.e2e.person import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponse
    from playwright.sync_api import BrowserContext
    from tests.platform.e2e.sides import Side
    from tests.platform.world import World

# Who is asked first: those for whom a page shows the most.
_ORDER = ("beijing:officer", "beijing:decider", "ministry:officer", "ministry:auditor", "lab:tester", "review:reviewer")
# Pages that look different to different people.
_ALSO = {"/office/": ("lab:tester", "ministry:administrator"), "/office/cases/": ("operator:representative",)}
LANGUAGES = ("zh-hans", "en")
_ENDING = re.compile(r"logout|/cancel/|/again/")


@dataclass(frozen=True)
class Shown:
    """A page, and who opens it; nobody: a stranger."""

    path: str
    who: str

    @property
    def name(self) -> str:
        """What the page is called in messages and file names."""
        return re.sub(r"\W+", "-", f"{self.path}{self.who}").strip("-") or "home"


def sign_in(world: World) -> dict[str, str]:
    """Sign everybody in, with the password asked for again just now; return their session keys by name, the stranger's empty."""
    keys = {"": ""}
    for name, user in world.people.items():
        user.set_password(PASSWORD)
        user.save()
        client = world.client(name)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        keys[name] = client.cookies["sessionid"].value
    return keys


def shown(world: World, side: Side, keys: dict[str, str]) -> list[Shown]:
    """Return one page of each address that answers with a page to anybody, and what no address answers."""
    clients = {name: _client(key) for name, key in keys.items()}
    names = ["", *_ORDER, *(name for name in world.people if name not in _ORDER)]
    found: dict[str, Shown] = {}
    for address in addresses(side, most=12):
        if address.route in found or address.part == "api" or _ENDING.search(address.path):
            continue
        for name in names:
            if (address.part == "portal") != (name == "") and address.part != "accounts":
                continue
            if address.part == "accounts" and name not in {"", _ORDER[0]}:
                break
            response = clients[name].get(address.path)
            if response.status_code == 405:
                break
            if _is_page(response):
                found[address.route] = Shown(address.path, name)
                break
    pages = list(found.values())
    pages += [Shown(path, name) for path, others in _ALSO.items() for name in others]
    pages += [Shown(f"/office/cases/{pk}/", name) for pk, name in _cases(side)]
    return [*pages, Shown("/office/nothing/", "beijing:officer"), Shown("/office/log/", "beijing:officer"), Shown("/nothing/", "")]


def _cases(side: Side) -> Iterator[tuple[int, str]]:
    for play, name in (
        ("answered", "operator:representative"),
        ("answered", "review:reviewer"),
        ("delisted", "beijing:officer"),
        ("delisted", "store:representative"),
    ):
        yield side.plays[play].case.pk, name


def _client(key: str) -> Client:
    client = Client()
    if key:
        client.cookies["sessionid"] = key
    return client


def _is_page(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and response.headers["Content-Type"].startswith("text/html")
        # A part of a page is looked at with the page that fetches it.
        and b"<html" in response.content
        and "attachment" not in response.headers.get("Content-Disposition", "")
    )


def dress(context: BrowserContext, site: str, *, key: str, language: str, theme: str = "light") -> None:
    """Make the browser that person's, in that language and theme."""
    context.clear_cookies()
    cookies = {"sessionid": key, "mingcha_language": language, "mingcha_theme": theme}
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items() if value])


def first_of_each(pages: Iterable[Shown]) -> list[Shown]:
    """Return the pages without those that stand there twice."""
    return list(dict.fromkeys(pages))
