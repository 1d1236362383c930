"""Finds http and https URLs in resources, assets and native libraries; strings of dex files come from the dex core."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.apk import TABLE
from mingcha.formats.errors import EntryError
from mingcha.formats.links import runs
from mingcha.formats.url_noise import is_noise
from mingcha.formats.zip import DEFLATED, MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.formats.anomalies import Anomalies
    from mingcha.formats.apk import Apk
    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.inflate import Buffer
    from mingcha.formats.zip import Archive

# RFC 3986 characters but for [ ] ' ( ), which in code and text end a URL more often than they belong to it.
_LETTERS = b"-._~:/?#@!$&*+,;=%" + (string.ascii_letters + string.digits).encode()
_LEAST, _MOST = 3, 2048  # of them behind the scheme
_PARTS = re.compile(r"(https?)://(?:[^/?#@]*@)?([^/?#:]+)(?::(\d{1,5}))?(?=[/?#]|$)(.*)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})|(?:\d{1,3}\.){3}\d{1,3}")
# Strings that lie side by side without an end mark (Dart, Go) glue URLs together; one within a query is a parameter.
_GLUED = re.compile(r"(?<![=/?&#%])(?=https?://)", re.IGNORECASE)
_TAIL = ".,;:!?*&=-_~$@#+%"
_TEXT_FILES = re.compile(
    r"(?:assets/|res/raw/|res/xml/|[^/]+$).*\.(?:m?js|jsc|json|html?|xml|txt|properties|conf|cfg|ini|ya?ml|plist|css|lua|sql"
    r"|bundle|jsbundle|hbc)|lib/.*\.so",
    re.IGNORECASE,
)
_SEARCHED_KINDS = frozenset(("elf", "hermes", "unity-metadata", "javascript", "lua", "react-native", "uni-app"))
_MOST_PER_FILE = 64 * MIB
_MOST_BYTES = 512 * MIB
_MOST_URLS = 20_000
_MOST_IN_FILE = 5_000
# Runs of letters that begin like a URL, in the whole package; a real app has some thousands of them.
_MOST_TRIES = 500_000


class Url(NamedTuple):
    """A URL: `scheme` and `host` in lower case, `value` with both so and without user information; `where` the file."""

    value: str
    scheme: str
    host: str
    where: str


def parse_url(text: str, where: str) -> Url | None:
    """Return a URL made regular, or None when its host is no public name or address, or is noise (url_noise.NOISE)."""
    found = _PARTS.fullmatch(text.rstrip(_TAIL))
    if not found:
        return None
    scheme, host = found[1].lower(), found[2].lower().rstrip(".")
    if not _HOST.fullmatch(host) or is_noise(host):
        return None
    port = f":{found[3]}" if found[3] else ""
    return Url(f"{scheme}://{host}{port}{found[4]}", scheme, host, where)


@dataclass(slots=True)
class Budget:
    """What may still look like a URL before a search ends."""

    tries: int


def find_urls(data: Buffer, where: str, budget: Budget | None = None) -> list[Url]:
    """Return the distinct URLs in bytes, sorted; at most 5,000, and none after the budget is used up."""
    budget = budget or Budget(_MOST_TRIES)
    found: set[Url] = set()
    # Lower case only, as nearly all stand.
    for run in runs(data, _LETTERS, _LEAST, _MOST):
        # The first piece is what stands before the first URL: nothing.
        texts = _GLUED.split(run.decode("ascii"))[1:]
        budget.tries -= len(texts)
        found.update(url for text in texts if (url := parse_url(text, where)))
        if len(found) >= _MOST_IN_FILE or budget.tries < 0:
            break
    return sorted(found)


def find_urls_in_table(table: ResourceTable, budget: Budget | None = None) -> list[Url]:
    """Return the distinct URLs among a resource table's strings, sorted."""
    pool = table.pool
    raw = memoryview(pool.data)[pool.strings_start : pool.end]
    # The strings of a UTF-16 pool stand on even offsets, each closed by a zero.
    return find_urls(raw if pool.utf8 else bytes(raw).decode("utf-16-le", "ignore").encode(), TABLE, budget)


def urls_of(apk: Apk, anomalies: Anomalies) -> list[Url]:
    """Return the URLs of a package's resources, assets and libraries, file by file; what was left out is recorded."""
    budget = Budget(_MOST_TRIES)
    found = find_urls_in_table(apk.table, budget) if apk.table else []
    searched = {asset.path for asset in apk.assets if asset.kind in _SEARCHED_KINDS}
    left = _MOST_BYTES
    for name in sorted(apk.archive.entries):
        if name not in searched and not _TEXT_FILES.fullmatch(name):
            continue
        size = apk.archive.entries[name].size
        if size > min(left, _MOST_PER_FILE) or len(found) > _MOST_URLS or budget.tries < 0:
            anomalies.add("url-budget", name, "内容过多，未搜索网址", "too much content; not searched for URLs")
            continue
        left -= size
        found += _search(apk.archive, name, anomalies, budget)
    if budget.tries < 0:
        anomalies.add("url-budget", "", "类似网址的内容过多，搜索中止", "too much looks like URLs; the search was stopped")
    return found


def _search(archive: Archive, name: str, anomalies: Anomalies, budget: Budget) -> Iterator[Url]:
    entry = archive.entries[name]
    try:
        # A stored entry is searched in place.
        content = archive.unpack(name, most=_MOST_PER_FILE) if entry.method == DEFLATED or entry.data_offset < 0 else archive.raw(entry)
    except EntryError as error:
        anomalies.add(error.code, name, error.zh, error.en)
        return
    yield from find_urls(content, name, budget)
