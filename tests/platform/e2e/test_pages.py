"""Every page in Chinese and English, light and dark, on a desk and on a phone: nothing that axe finds, nothing from elsewhere.

What a page looks like does not depend on the database, so SQLite alone is asked.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.platform import databases
from tests.platform.e2e.sides import make_sides
from tests.platform.e2e.walk import LANGUAGES, Shown, dress, first_of_each, shown, sign_in
from tests.platform.world import build

axe = pytest.importorskip("axe_playwright_python", reason="axe is absent (pip install mingcha[dev])")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_ALL = ()
_OF_COLOUR = ("color-contrast", "link-in-text-block")
_OF_PLACES_AND_WORDS = (
    *_OF_COLOUR,
    "button-name",
    "document-title",
    "html-has-lang",
    "html-lang-valid",
    "label",
    "link-name",
    "scrollable-region-focusable",
    "select-name",
    "summary-name",
    "target-size",
)
_RUN = """options => axe.run(document, options).then(({violations}) => violations.map(
  each => each.id + ': ' + each.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')))"""
# Tables that have to be scrolled sideways, but for the annexes of notices, which are as they are printed.
_WIDE = """[...document.querySelectorAll(".scroll")].filter(each => each.scrollWidth > each.clientWidth + 1)
  .flatMap(each => [...each.querySelectorAll("table:not(.annex)")]).map(table => table.tHead ? table.tHead.textContent.trim() : "")"""

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow]


@dataclass
class Site:
    """The site with rows of every kind, and who is signed in."""

    address: str
    pages: list[Shown]
    keys: dict[str, str]


@dataclass
class Heard:
    """What a browser said while it showed pages."""

    site: str
    said: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        """Note errors, and where anything is fetched from."""
        page.on("console", lambda message: self.said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((self.site, "data:")) else self.hosts.add(request.url))

    def take(self) -> list[str]:
        """Return what was said, without the status of pages that are meant to be refused; forget it."""
        found = [text for text in self.said if "the server responded with a status of 40" not in text]
        self.said.clear()
        return found


@pytest.fixture
def site(browser: Browser, live_server: LiveServer, transactional_db: None, example_report: str) -> Iterator[Site]:
    logging.disable()
    world = build()
    side, _ = make_sides(world, example_report)
    keys = sign_in(world)
    yield Site(live_server.url, first_of_each(shown(world, side, keys)), keys)
    databases.clear()
    logging.disable(logging.NOTSET)


def test_every_page_in_both_languages_and_themes_and_on_a_phone(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    context.add_init_script(path=Path(axe.__file__).parent / "axe.min.js")
    page, heard = context.new_page(), Heard(site.address)
    heard.listen(page)
    wrong: list[str] = []
    for each in site.pages:
        for language in LANGUAGES:
            dress(context, site.address, key=site.keys[each.who], language=language)
            response = page.goto(site.address + each.path)
            found = heard.take()
            if "sandbox" in response.headers.get("content-security-policy", ""):
                # No script runs there, axe neither: its content is looked at on an empty page.
                content = page.content()
                page.goto("about:blank")
                page.set_content(content)
            found += _look(page, language)
            wrong += [f"{each.path} {each.who} {language}: {problem}" for problem in found]
    context.close()
    assert wrong == []
    assert heard.hosts == set()
    assert len(site.pages) > 90


def _look(page: Page, language: str) -> list[str]:
    """Return what axe finds on the page that is open, which tables are wider than the page, and whether a phone has to scroll it sideways.

    All rules are for the first language at a desk. Another language changes words, a phone changes places and sizes, and the
    dark theme changes colours: each is looked at with the rules of that.
    """
    found = [f"1280 px: a table is wider: {head}" for head in page.evaluate(_WIDE)]
    if language == LANGUAGES[0]:
        found += _violations(page, "", _ALL)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found += _violations(page, "dark", _OF_COLOUR)
        page.set_viewport_size(PHONE)
    else:
        page.set_viewport_size(PHONE)
        found += _violations(page, "390 px", _OF_PLACES_AND_WORDS)
    found += [f"390 px: a table is wider: {head}" for head in page.evaluate(_WIDE)]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"390 px: {page.evaluate('document.documentElement.scrollWidth')} px wide")
    page.set_viewport_size(DESK)
    return found


def _violations(page: Page, seen: str, rules: tuple[str, ...]) -> list[str]:
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": rules} if rules else {})
    found: list[Any] = page.evaluate(_RUN, options)
    return [f"{seen} {each}".strip() for each in found]
