"""Text from packages made safe to show: nothing in it may move the cursor, reorder its neighbours or hide.

The characters are listed by code point and not looked up in `unicodedata`, so that every Python prints the same bytes.
"""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), format characters (soft hyphen, bidi marks, embeddings, overrides and isolates, zero-width ones,
# tags), line and paragraph separators, blank "letters" (Hangul fillers, Braille blank), variation selectors but the two
# of emoji, lone surrogates, private use and non-characters.
_UNSHOWABLE = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u070f\\u115f\\u1160\\u17b4\\u17b5"
    "\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ud800-\\udfff\\ue000-\\uf8ff"
    "\\ufdd0-\\ufdef\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff\\U000f0000-\\U0010ffff"
)
_COMBINING = (
    "\\u0300-\\u034e\\u0350-\\u036f\\u0483-\\u0489\\u064b-\\u065f\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u1ab0-\\u1aff\\u1dc0-\\u1dff"
    "\\u20d0-\\u20ff\\ufe0e\\ufe0f\\ufe20-\\ufe2f"
)
UNSHOWABLE = re.compile(f"[{_UNSHOWABLE}]")
_STACKED = re.compile(f"([{_COMBINING}]{{3}})([{_COMBINING}]+)")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def join_surrogates(text: str) -> str:
    """Return `text` with each pair of surrogates as the one character it stands for; lone ones stay."""
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


def visible(text: str) -> str:
    """Return `text` on one line with every character that cannot be seen named, as ‹U+202E›.

    Of more than three stacked combining marks the rest is counted. The result can be encoded as UTF-8 and is safe for a
    terminal; HTML escaping is the caller's.
    """
    if text.isascii() and text.isprintable():
        return text
    text = UNSHOWABLE.sub(_name, join_surrogates(text))
    return _STACKED.sub(lambda run: f"{run[1]}‹+{len(run[2])}›", text)


def shorten(text: str, limit: int) -> str:
    """Return `text` made visible and cut to `limit` of its characters, with the number of those left out.

    The result is at most about twice as long as `limit`, however many characters had to be named.
    """
    shown, cut = visible(text[:limit]), len(text) - limit
    end = f"…(+{cut})" if cut > 0 else ""
    return shown + end if len(shown) <= 2 * limit else shown[: 2 * limit] + (end or "…")


def _name(match: re.Match[str]) -> str:
    return f"‹U+{ord(match[0]):04X}›"
