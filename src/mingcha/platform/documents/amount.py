"""Sums of money as official documents print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")
_GROUP = 4
_LARGEST = 10 ** (_GROUP * len(_GROUPS))


def amount_text(yuan: Decimal) -> str:
    """Return the sum in capital numerals and in figures: 人民币壹万零伍佰元整（¥10,500.00）.

    ValueError for nothing, less than nothing, parts of a fen, or a million million and more.
    """
    fen = yuan * 100
    if not 0 < yuan < _LARGEST or fen != int(fen):
        raise ValueError(f"no sum of money: {yuan}")
    return f"人民币{_capitals(int(fen))}（¥{yuan:,.2f}）"


def _capitals(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_whole(whole)}元" if whole else ""
    if not rest:
        return f"{text}整"
    text += f"{_DIGITS[jiao]}角" if jiao else "零" if whole else ""
    return text + (f"{_DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """Return a whole number: places without a digit are one 零, none at the end."""
    digits = f"{number:0{_GROUP * len(_GROUPS)}d}"
    text, gap = "", False
    for index, name in enumerate(_GROUPS):
        group = digits[index * _GROUP : (index + 1) * _GROUP]
        for digit, place in zip(group, _PLACES, strict=True):
            if digit == "0":
                gap = True
                continue
            text += ("零" if gap and text else "") + _DIGITS[int(digit)] + place
            gap = False
        if int(group):
            text += name
    return text
