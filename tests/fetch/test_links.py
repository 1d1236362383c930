from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.fetch.server import serve

from mingcha.fetch import links

if TYPE_CHECKING:
    import pytest


def test_what_is_gone_is_told_from_what_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"/there": (200, {"Content-Type": "text/html"}, b"<p>x</p>"), "/gone": (410, {}, b""), "/broken": (503, {}, b"")}
    with serve(answers, monkeypatch) as root:
        monkeypatch.setattr(links, "fetch", partial(links.fetch, allow=lambda _: True))
        urls = [f"{root}/{name}" for name in ("there", "gone", "absent", "broken")]
        found = links.try_links([*urls, "http://name.invalid/", "ftp://x.cn/"])
    assert [(each["outcome"], each["why"].partition(": ")[2]) for each in found[:4]] == [
        ("reached", ""),
        ("gone", "HTTP 410"),
        ("gone", "HTTP 404"),
        ("failed", "HTTP 503"),
    ]
    assert [each["url"] for each in found[:4]] == urls
    assert found[5]["outcome"] == "failed"


def test_no_more_than_so_many_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(links, "fetch", lambda url, _: asked.append(url))
    found = links.try_links([f"https://x.cn/{number}" for number in range(links.MAX_LINKS + 5)])
    assert len(found) == len(asked) == links.MAX_LINKS
    assert {each["outcome"] for each in found} == {"reached"}
