from __future__ import annotations

import pytest

from mingcha.dex.pure_calls import EQUAL, EQUAL_IGNORING_CASE, IS_EMPTY, IS_TRUE, LENGTH, NUMBER, PURE, PureCall


@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        (EQUAL, ("yes", "yes"), 1),
        (EQUAL, ("yes", ""), 0),
        (EQUAL, ("yes", 0), 0),
        (EQUAL, (0, 1), 0),
        (EQUAL, (0, 0), None),  # null and false look alike
        (EQUAL_IGNORING_CASE, ("Yes", "yES"), 1),
        (EQUAL_IGNORING_CASE, ("Yes", 0), 0),
        (IS_EMPTY, ("",), 1),
        (IS_EMPTY, ("x",), 0),
        (IS_EMPTY, (0,), 1),
        (IS_EMPTY, (5,), None),
        (LENGTH, ("abc",), 3),
        (LENGTH, (0,), None),
        (IS_TRUE, ("TRUE",), 1),
        (IS_TRUE, ("",), 0),
        (IS_TRUE, (0,), 0),
        (IS_TRUE, (1,), None),
        (NUMBER, ("12",), 12),
        (NUMBER, ("a",), None),
        (NUMBER, (0,), None),
    ],
)
def test_a_call_gives_what_the_library_gives(call: PureCall, arguments: tuple[int | str, ...], expected: int | None) -> None:
    assert call.result(*arguments) == expected
    assert len(arguments) == call.arguments


def test_every_call_is_of_a_class() -> None:
    assert all(owner.startswith("L") and owner.endswith(";") for owner, _ in PURE)
