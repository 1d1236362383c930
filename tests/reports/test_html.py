from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from mingcha.reports import html

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report


class Page(HTMLParser):
    """Collects tags and what they link to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_one_file_without_network(name: str, request: pytest.FixtureRequest, catalogue: Catalogue) -> None:
    text = html.write(request.getfixturevalue(name), catalogue)
    page = Page(text)
    assert [link for link in page.links if not link.startswith(("#", "data:"))] == []
    assert not {"link", "iframe", "object", "embed"} & set(page.tags)
    assert "Content-Security-Policy" in text
    assert "unsafe-inline" not in text
    assert len(text.encode()) < 2_000_000


def test_text_of_packages_is_escaped(hostile: Report, evil: str, catalogue: Catalogue) -> None:
    text = html.write(hostile, catalogue)
    shop_tags = Page(text).tags
    assert evil not in text
    assert shop_tags.count("script") == text.count("<script")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)


def test_all_clauses_of_both_notices_are_there(shop: Report, catalogue: Catalogue) -> None:
    text = html.write(shop, catalogue)
    titles = [clause.title.zh for clause in catalogue.clauses.values() if clause.notice in ("MIIT-2020", "MIIT-2023")]
    assert [title for title in titles if title not in text] == []
