"""Which of many addresses have a page: each is asked for once, some at a time; what a page says is not kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from mingcha.fetch.guard import FetchError, GoneError
from mingcha.fetch.page import Limits, fetch

if TYPE_CHECKING:
    from collections.abc import Sequence

REACHED, GONE, FAILED = "reached", "gone", "failed"
MAX_LINKS = 80
_AT_A_TIME = 8
_LIMITS = Limits(seconds=15.0)


def try_links(urls: Sequence[str]) -> list[dict[str, str]]:
    """Return url, outcome and why of the first MAX_LINKS addresses, in their order.

    An outcome is reached, gone (HTTP 404 or 410, or a name that is nobody's) or failed: whatever else may pass.
    """
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return list(pool.map(_try, urls[:MAX_LINKS]))


def _try(url: str) -> dict[str, str]:
    try:
        fetch(url, _LIMITS)
    except GoneError as error:
        return {"url": url, "outcome": GONE, "why": str(error)}
    except FetchError as error:
        return {"url": url, "outcome": FAILED, "why": str(error)}
    return {"url": url, "outcome": REACHED, "why": ""}
