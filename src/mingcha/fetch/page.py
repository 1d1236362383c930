"""One page from the network: within limits of time, size and redirects, from the address that was checked and no other."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

import urllib3

from mingcha.fetch.guard import FetchError, GoneError, is_public, look_up, parse

if TYPE_CHECKING:
    from mingcha.fetch.guard import Allow, Target

_REDIRECTS = (301, 302, 303, 307, 308)
_OK, _GONE = 200, (404, 410)
_PIECE = 1 << 16
# A page's letters that a request line cannot hold are encoded; those that mean something in a URL stay.
_SAFE = "/?#[]@!$&'()*+,;=:%~-._"
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; mingcha)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for all of it, bytes of the unpacked content, redirects."""

    seconds: float = 30.0
    size: int = 16 << 20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What came from a URL: where it was found in the end, its media type without parameters, its bytes."""

    url: str
    found_at: str
    media_type: str
    content: bytes


def fetch(url: str, limits: Limits | None = None, *, allow: Allow = is_public) -> Page:
    """Return a page; FetchError with one line when it cannot be had within the limits.

    `allow` says which addresses may be connected to; each redirect is checked anew.
    """
    bounds = limits or Limits()
    answers: queue.Queue[Page | FetchError] = queue.Queue()
    # Looking up a name and reading a header have no time limit of their own.
    threading.Thread(target=lambda: answers.put(_answer(url, bounds, allow)), daemon=True).start()
    try:
        answer = answers.get(timeout=bounds.seconds)
    except queue.Empty:
        raise FetchError(f"{url[:200]}: 超过 {bounds.seconds:g} 秒 / more than {bounds.seconds:g} s") from None
    if isinstance(answer, FetchError):
        raise answer
    return answer


def _answer(url: str, limits: Limits, allow: Allow) -> Page | FetchError:
    try:
        return _follow(url, limits, allow)
    except FetchError as error:
        return error
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        return FetchError(f"{url[:200]}: 无法获取 / cannot be had ({type(error).__name__})")


def _follow(url: str, limits: Limits, allow: Allow) -> Page:
    end = time.monotonic() + limits.seconds
    at = url
    for _ in range(limits.redirects + 1):
        target = parse(at)
        with _connect(target, look_up(target, allow), limits) as pool:
            answer = _ask(pool, target)
            try:
                place = answer.headers.get("Location")
                if answer.status in _REDIRECTS and place:
                    at = urljoin(at, place)
                    continue
                if answer.status != _OK:
                    raise (GoneError if answer.status in _GONE else FetchError)(f"{at[:200]}: HTTP {answer.status}")
                media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Page(url, at, media_type, _read(answer, at, limits, end))
            finally:
                answer.close()
    raise FetchError(f"{url[:200]}: 重定向过多 / too many redirects")


def _connect(target: Target, address: str, limits: Limits) -> urllib3.HTTPConnectionPool:
    """Return a pool that connects to the address that was checked, whatever the name resolves to by now."""
    timeout = urllib3.Timeout(connect=min(10.0, limits.seconds), read=min(10.0, limits.seconds))
    if target.is_secure:
        return urllib3.HTTPSConnectionPool(
            address, target.port, timeout=timeout, server_hostname=target.host, assert_hostname=target.host, cert_reqs="CERT_REQUIRED"
        )
    return urllib3.HTTPConnectionPool(address, target.port, timeout=timeout)


def _ask(pool: urllib3.HTTPConnectionPool, target: Target) -> urllib3.BaseHTTPResponse:
    usual = target.port == (443 if target.is_secure else 80)
    headers = {**_HEADERS, "Host": target.host if usual else f"{target.host}:{target.port}"}
    path = quote(target.path, safe=_SAFE)
    return pool.urlopen("GET", path, headers=headers, preload_content=False, redirect=False, retries=False, decode_content=True)


def _read(answer: urllib3.BaseHTTPResponse, url: str, limits: Limits, end: float) -> bytes:
    content = bytearray()
    for piece in answer.stream(_PIECE, decode_content=True):
        content += piece
        if len(content) > limits.size:
            raise FetchError(f"{url[:200]}: 超过 {limits.size >> 20} MB / larger than {limits.size >> 20} MB")
        if time.monotonic() > end:
            raise FetchError(f"{url[:200]}: 超过 {limits.seconds:g} 秒 / more than {limits.seconds:g} s")
    return bytes(content)
