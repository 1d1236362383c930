from __future__ import annotations

import pytest

from mingcha.dex.constants import (
    HOLE,
    MAX_TEXT,
    NULL,
    UNKNOWN,
    Kind,
    Value,
    array,
    choice,
    element,
    joined,
    made,
    number,
    text,
    typed,
)

A, B = text("a"), text("b")
PREFIX = text(f"a{HOLE}b", complete=False)
A_OR_MORE = Value(Kind.CHOICE, items=(A,), complete=False)


@pytest.mark.parametrize(
    ("value", "texts", "prefixes"),
    [
        (A, ("a",), ("a",)),
        (PREFIX, (), ("a",)),
        (text(f"{HOLE}b", complete=False), (), ()),
        (choice([A, PREFIX]), ("a",), ("a", "a")),
        (A_OR_MORE, ("a",), ("a",)),
        (UNKNOWN, (), ()),
        (number(1), (), ()),
        (array("[I", [A]), (), ()),
    ],
)
def test_texts_are_whole_and_prefixes_are_not(value: Value, texts: tuple[str, ...], prefixes: tuple[str, ...]) -> None:
    assert (value.texts(), value.prefixes()) == (texts, prefixes)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], UNKNOWN),
        ([A], A),
        ([A, A], A),
        ([A, NULL], A),
        ([NULL], NULL),
        ([UNKNOWN], UNKNOWN),
        ([B, A], Value(Kind.CHOICE, items=(A, B))),
        ([A, UNKNOWN], A_OR_MORE),
        ([A_OR_MORE, A], A_OR_MORE),
        ([choice([A, B]), number(1)], Value(Kind.CHOICE, items=(number(1), A, B))),
        ([A, PREFIX], Value(Kind.CHOICE, items=(A, PREFIX), complete=False)),
    ],
)
def test_choice_is_flat_sorted_and_honest(values: list[Value], expected: Value) -> None:
    assert choice(values) == expected


def test_choice_that_others_may_join_is_incomplete() -> None:
    assert choice([A], complete=False) == A_OR_MORE


@pytest.mark.parametrize(
    ("value", "descriptor", "expected"),
    [
        (number(0), "Ljava/lang/String;", NULL),
        (number(0), "[I", NULL),
        (number(5), "Ljava/lang/String;", UNKNOWN),
        (number(5), "I", number(5)),
        (number(2), "Z", UNKNOWN),
        (number(5), "F", UNKNOWN),
        (number(5), "D", UNKNOWN),
        (
            Value(Kind.NUMBER, number=5, type="Ljava/lang/Integer;"),
            "Ljava/lang/Object;",
            Value(Kind.NUMBER, number=5, type="Ljava/lang/Integer;"),
        ),
        (A, "Ljava/lang/String;", A),
        (choice([number(0), A]), "Ljava/lang/String;", A),
    ],
)
def test_typed(value: Value, descriptor: str, expected: Value) -> None:
    assert typed(value, descriptor) == expected


def test_joined_keeps_one_hole_between_known_parts() -> None:
    value = joined([("a", True), (HOLE, False), (HOLE, False), ("b", True)])
    assert (value.text, value.complete) == (f"a{HOLE}b", False)


def test_joined_of_nothing_known_is_unknown() -> None:
    assert joined([(HOLE, False), (HOLE, False)]) == UNKNOWN


def test_a_hole_that_the_program_wrote_is_a_character() -> None:
    value = joined([(HOLE, True)])
    assert (value.text, value.complete, value.texts()) == (HOLE, True, (HOLE,))


def test_very_long_texts_lose_their_end() -> None:
    value = joined([("x" * 5000, True)] * 3)
    assert (value.complete, value.text) == (False, "x" * MAX_TEXT + HOLE)


def test_completeness_of_the_whole_needs_all_parts() -> None:
    assert [array("[I", [A, UNKNOWN]).complete, made("LA;", [A]).complete, made("LA;", [], complete=False).complete] == [False, True, False]


PAIR = array("[Ljava/lang/String;", [text("a"), text("b")])
LISTED = array("Ljava/util/ArrayList;", [text("a"), text("b")], complete=False)


@pytest.mark.parametrize(
    ("held", "index", "expected"),
    [
        (PAIR, 0, text("a")),
        (PAIR, None, choice([text("a"), text("b")])),
        (PAIR, 2, UNKNOWN),
        (array("[Ljava/lang/String;", [text("a"), UNKNOWN]), None, choice([text("a"), UNKNOWN])),
        (choice([PAIR, array("[Ljava/lang/String;", [text("c")])]), 0, choice([text("a"), text("c")])),
        (LISTED, 0, choice([text("a"), text("b")], complete=False)),
        (UNKNOWN, 0, UNKNOWN),
        (text("a"), 0, UNKNOWN),
    ],
)
def test_element(held: Value, index: int | None, expected: Value) -> None:
    assert element(held, index) == expected
