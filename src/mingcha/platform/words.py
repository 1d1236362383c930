"""Both languages where they are used: Chinese first, English beside it, chosen when shown.

The product's own words are few and belong to the place that shows them, so there is no message file that can go stale.
Django's own messages come from its catalogues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import lazystr
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise


class _Both:
    """Chinese or English, as the language of the request asks; anything but English is answered in Chinese."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return self.en if is_english() else self.zh


def is_english() -> bool:
    """Return whether the language of the request is English."""
    return (get_language() or "").startswith("en")


def choose(zh: str, en: str) -> str:
    """Return the text in the language of the request."""
    return en if is_english() else zh


def many(count: int, one: str, more: str = "") -> str:
    """Return a number with an English noun: `many(2, "row")` is "2 rows"; `more` where the plural is not made by an s."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def listed(values: Iterable[object], mark: str = "、") -> str:
    """Return the values with the mark between them that the language uses: 、 or a comma, ； or a semicolon."""
    return choose(mark, {"、": ", ", "；": "; "}[mark]).join(str(each) for each in values)


def both(zh: str, en: str) -> _StrPromise:
    """Return a lazy text that is Chinese or English at the moment it is shown."""
    return lazystr(_Both(zh, en))
