"""Which links of a policy lead to its lists: of SDKs and other third parties, of data collected, of permissions."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.policy.document import Document

MAX_LISTS = 20
# Letters beside a link that may say what it leads to.
_BESIDE = 30
_LIST = re.compile(
    r"清单|目录|列表|名录|一览|(?:sdk|第三方|合作(?:伙伴|方)|共享|权限)[^。；;\n]{0,12}(?:说明|详情|详见|查看|明细)"
    r"|(?:sdk|third[- ]party|partner|permission)s?[^.\n]{0,20}(?:list|directory)",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"(?:https?:)?//|/|\.{1,2}/|[\w%-]+(?:/|\.s?html?|\?|$)", re.IGNORECASE)
_OTHER = re.compile(r"[a-z][a-z0-9+.-]*:(?!//)", re.IGNORECASE)


def linked_lists(document: Document) -> list[str]:
    """Return the addresses of lists that a policy links to, as written, in order, each once, at most MAX_LISTS.

    Links inside tables are those of the third parties themselves and are left out.
    """
    starts = [table.start for table in document.tables]
    found: dict[str, None] = {}
    for link in document.links:
        table = bisect_right(starts, link.start) - 1
        if table >= 0 and link.start < document.tables[table].end:
            continue
        url = link.url.strip()
        if _OTHER.match(url) or not _FOLLOWED.match(url):
            continue
        words = document.text[link.start : link.end]
        # An address that is printed as it is says nothing by its own words.
        if "//" in words:
            words = document.text[max(0, link.start - _BESIDE) : link.start]
        if _LIST.search(words):
            found.setdefault(url)
    return list(found)[:MAX_LISTS]
