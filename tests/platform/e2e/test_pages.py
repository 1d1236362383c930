"""Every page in Chinese and English, light and dark, on a desk and on a phone: nothing that axe finds, nothing from elsewhere."""

from __future__ import annotations

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
# A theme changes colours and nothing else.
_OF_COLOUR = "{ runOnly: ['color-contrast', 'link-in-text-block'] }"
_ALL = "{}"
_RUN = """options => axe.run(document, options).then(({violations}) => violations.map(
  each => each.id + ': ' + each.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')))"""

pytestmark = pytest.mark.slow


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
    world = build()
    side, _ = make_sides(world, example_report)
    keys = sign_in(world)
    yield Site(live_server.url, first_of_each(shown(world, side, keys)), keys)
    databases.clear()


def test_every_page_in_both_languages_and_themes_and_on_a_phone(site: Site, browser: Browser) -> None:
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    context = browser.new_context(viewport=DESK)
    page, heard = context.new_page(), Heard(site.address)
    heard.listen(page)
    wrong: list[str] = []
    for shown_page in site.pages:
        for language in LANGUAGES:
            dress(context, site.address, key=site.keys[shown_page.who], language=language)
            page.set_viewport_size(DESK)
            page.goto(site.address + shown_page.path)
            said = heard.take()
            page.evaluate(script)
            said += _look(page)
            wrong += [f"{shown_page.path} {shown_page.who} {language}: {each}" for each in said]
    context.close()
    assert wrong == []
    assert heard.hosts == set()
    assert len(site.pages) > 90


def _look(page: Page) -> list[str]:
    """Return what axe finds on the page that is open, and whether a phone has to scroll it sideways."""
    found = _violations(page, "", _ALL)
    page.set_viewport_size(PHONE)
    found += _violations(page, "390 px", _ALL)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"390 px: {page.evaluate('document.documentElement.scrollWidth')} px wide")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    found += _violations(page, "dark 390 px", _OF_COLOUR)
    page.set_viewport_size(DESK)
    return found + _violations(page, "dark", _OF_COLOUR)


def _violations(page: Page, seen: str, options: str) -> list[str]:
    found: list[Any] = page.evaluate(f"() => ({_RUN})({options})")
    return [f"{seen} {each}".strip() for each in found]
