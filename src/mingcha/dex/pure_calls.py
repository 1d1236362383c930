"""Calls of the Java, Android and Kotlin library that only compare or convert values: what they give for known arguments.

Numbers stand for booleans, and 0 also for null; a call that this leaves open gives None.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field of a NamedTuple
from typing import NamedTuple

Known = int | str


class PureCall(NamedTuple):
    """How many arguments a call looks at, the receiver first, what it gives for them, and how its prototype begins, None for any."""

    arguments: int
    result: Callable[..., Known | None]
    takes: str | None = None


def _equal(left: Known, right: Known) -> int | None:
    return None if left == right == 0 else int(left == right)


def _equal_ignoring_case(left: Known, right: Known) -> int | None:
    texts = isinstance(left, str) and isinstance(right, str)
    return int(str(left).lower() == str(right).lower()) if texts else _equal(left, right)


def _is_empty(value: Known) -> int | None:
    return int(not value) if isinstance(value, str) or value == 0 else None


def _length(value: Known) -> int | None:
    return len(value) if isinstance(value, str) else None


def _is_true(value: Known) -> int | None:
    return int(value.lower() == "true") if isinstance(value, str) else 0 if value == 0 else None


def _begins(value: Known, start: Known) -> int | None:
    return int(value.startswith(start)) if isinstance(value, str) and isinstance(start, str) else None


def _same(value: Known) -> Known:
    return value


def _number(value: Known) -> int | None:
    try:
        return int(value) if isinstance(value, str) else None
    except ValueError:
        return None


EQUAL, EQUAL_IGNORING_CASE = PureCall(2, _equal), PureCall(2, _equal_ignoring_case)
IS_EMPTY, LENGTH, IS_TRUE, NUMBER = PureCall(1, _is_empty), PureCall(1, _length), PureCall(1, _is_true), PureCall(1, _number)
# Putting a number into an object, and taking it out.
SAME = PureCall(1, _same)
_STRING, _SEQUENCE = "Ljava/lang/String;", "Ljava/lang/CharSequence;"
# By class and name; what an overload takes more than that changes nothing here.
PURE: dict[tuple[str, str], PureCall] = {
    (_STRING, "equals"): EQUAL,
    (_STRING, "contentEquals"): EQUAL,
    (_STRING, "equalsIgnoreCase"): EQUAL_IGNORING_CASE,
    (_STRING, "isEmpty"): IS_EMPTY,
    (_STRING, "startsWith"): PureCall(2, _begins, "(Ljava/lang/String;)"),
    (_STRING, "length"): LENGTH,
    (_SEQUENCE, "length"): LENGTH,
    ("Landroid/text/TextUtils;", "equals"): EQUAL,
    ("Landroid/text/TextUtils;", "isEmpty"): IS_EMPTY,
    ("Ljava/util/Objects;", "equals"): EQUAL,
    ("Ljava/lang/Object;", "equals"): EQUAL,
    ("Ljava/lang/Boolean;", "equals"): EQUAL,
    ("Ljava/lang/Integer;", "equals"): EQUAL,
    ("Ljava/lang/Boolean;", "parseBoolean"): IS_TRUE,
    ("Ljava/lang/Integer;", "parseInt"): NUMBER,
    ("Ljava/lang/Long;", "parseLong"): NUMBER,
    ("Lkotlin/jvm/internal/Intrinsics;", "areEqual"): EQUAL,
}
