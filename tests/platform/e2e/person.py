"""A person at a browser: signs in when asked to, follows links, fills in forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PASSWORD = "correct-horse-battery"  # noqa: S105 - of people that exist in tests alone


@dataclass
class Person:
    """One person with a browser of their own; `asked` counts how often the password was asked for again."""

    name: str
    page: Page
    site: str
    asked: int = 0

    @classmethod
    def at(cls, browser: Browser, site: str, name: str, **options: Any) -> Person:
        """Return a person with a new browser window; `name` is the user's."""
        context = browser.new_context(locale="zh-CN", **options)
        context.set_default_timeout(20_000)
        return cls(name, context.new_page(), site)

    @property
    def path(self) -> str:
        """The address of the page that is open, without the host."""
        return self.page.url.removeprefix(self.site)

    @property
    def text(self) -> str:
        """The words of the page."""
        return self.page.inner_text("main")

    def open(self, path: str) -> Person:
        """Open an address of the site, and sign in first where it asks for that."""
        self.page.goto(self.site + path)
        return self._let_in()

    def follow(self, title: str) -> Person:
        """Click the link or button with exactly these words."""
        named = re.compile(rf"^\s*{re.escape(title)}\s*$")
        self.page.locator("main").locator("a, button").filter(has_text=named).first.click()
        self.page.wait_for_load_state()
        return self._let_in()

    def fill(self, **fields: Any) -> Person:
        """Put values into the fields of these names: text, a choice by its words, several boxes by theirs, a file by its path."""
        for name, value in fields.items():
            self._put(name, value)
        return self

    def send(self) -> Person:
        """Press the form's own button."""
        self.page.locator("main form.form .tools button").first.click()
        self.page.wait_for_load_state()
        return self._let_in()

    def take(self, case: str, step: str, **fields: Any) -> str:
        """Take a step of a case on its page, and return the words of the page that comes after it."""
        self.open(case).follow(step).fill(**fields).send()
        assert self.path == case, self.text
        assert f"已办理：{step}" in self.text
        return self.text

    def download(self, title: str, place: Path) -> bytes:
        """Return the file behind a link."""
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=title, exact=True).click()
        started.value.save_as(place)
        return place.read_bytes()

    def _put(self, name: str, value: Any) -> None:
        field = self.page.locator(f'main form [name="{name}"]')
        if isinstance(value, list):
            for words in value:
                self.page.get_by_label(words, exact=True).check()
        elif field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=value)
        elif field.get_attribute("type") == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def _let_in(self) -> Person:
        if self.path.startswith("/accounts/login/"):
            self.page.fill('[name="login"]', self.name)
            self._prove()
        if self.path.startswith("/accounts/reauthenticate/"):
            self.asked += 1
            self._prove()
        return self

    def _prove(self) -> None:
        self.page.fill('[name="password"]', PASSWORD)
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()
