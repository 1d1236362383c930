from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

import pytest
from tests.fetch.server import serve

from mingcha.fetch.guard import FetchError
from mingcha.fetch.page import Limits, fetch

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from mingcha.fetch.guard import Address

HTML = {"Content-Type": "text/html; charset=utf-8"}


def anywhere(_address: Address) -> bool:
    return True


def test_a_page_comes_with_where_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "隐私政策".encode()
    zipped = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(page))
    with serve({"/a": (302, {"Location": "/b?x=1"}, b""), "/b?x=1": (200, HTML, page), "/z": zipped}, monkeypatch) as root:
        found = fetch(f"{root}/a", allow=anywhere)
        assert (found.url, found.found_at, found.media_type, found.content) == (f"{root}/a", f"{root}/b?x=1", "text/html", page)
        assert fetch(f"{root}/z", allow=anywhere).content == page


def test_the_own_network_is_refused_also_after_a_redirect(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def once(address: Address) -> bool:
        asked.append(str(address))
        return len(asked) == 1

    with serve({"/a": (302, {"Location": "/b"}, b""), "/b": (200, HTML, b"secret")}, monkeypatch) as root:
        with pytest.raises(FetchError, match="internal network"):
            fetch(f"{root}/b")
        with pytest.raises(FetchError, match="internal network"):
            fetch(f"{root}/a", allow=once)
    assert asked == ["127.0.0.1", "127.0.0.1"]


def test_a_redirect_to_another_scheme_or_in_a_circle_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"/f": (302, {"Location": "file:///etc/passwd"}, b""), "/c": (302, {"Location": "/c"}, b"")}
    with serve(answers, monkeypatch) as root:
        with pytest.raises(FetchError, match="only http and https"):
            fetch(f"{root}/f", allow=anywhere)
        with pytest.raises(FetchError, match="too many redirects"):
            fetch(f"{root}/c", allow=anywhere)


def test_what_is_too_large_too_slow_or_absent_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    bomb = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"\0" * (8 << 20)))
    with serve({"/large": (200, HTML, b"x" * 3000), "/bomb": bomb, "/drip": drip}, monkeypatch) as root:
        for path in ("large", "bomb"):
            with pytest.raises(FetchError, match="larger than"):
                fetch(f"{root}/{path}", Limits(size=2000), allow=anywhere)
        with pytest.raises(FetchError, match=r"more than 0\.3 s"):
            fetch(f"{root}/drip", Limits(seconds=0.3), allow=anywhere)
        with pytest.raises(FetchError, match="HTTP 404"):
            fetch(f"{root}/absent", allow=anywhere)
    with pytest.raises(FetchError, match="cannot be had"):
        fetch(f"{root}/closed", allow=anywhere)
