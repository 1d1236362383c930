"""Where the rows of an id stand in a column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mingcha.dex.columns import among, distinct, expand, group, index, runs


def ids(*values: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array(values, np.uint32)


def test_values_are_grouped_by_key_in_their_order() -> None:
    offset, values = group(ids(2, 0, 2, 3), ids(7, 8, 9, 6), 5)
    assert [values[start:end].tolist() for start, end in pairwise(offset)] == [[8], [], [7, 9], [6], []]


def test_an_index_leads_to_the_rows_of_each_key() -> None:
    offset, rows = index(ids(2, 0, 2, 3), 5)
    assert [rows[start:end].tolist() for start, end in pairwise(offset)] == [[1], [], [0, 2], [3], []]


def test_the_distinct_values_of_a_column_are_those_of_numpy() -> None:
    chance = np.random.default_rng(3)
    for size in (0, 1, 2, 50):
        for kind in (np.uint32, np.int64, np.uint64):
            column = chance.integers(0, 20, size).astype(kind)
            before = column.copy()
            found = distinct(column)
            assert found.dtype == kind
            assert found.tolist() == np.unique(column).tolist()
            assert column.tolist() == before.tolist()


def test_ranges_are_expanded_in_their_order() -> None:
    assert expand(ids(7, 2, 5), ids(9, 2, 6)).tolist() == [7, 8, 5]
    assert expand(ids(), ids()).tolist() == []


@pytest.mark.parametrize("methods", [[], [0], [2, 2, 0, 0, 0, 3], [3, 1, 1]])
def test_runs_are_where_the_rows_of_each_method_stand(methods: list[int]) -> None:
    start, end = runs(ids(*methods), 4)
    rows = [list(range(*each)) for each in zip(start.tolist(), end.tolist(), strict=True)]
    assert rows == [[row for row, each in enumerate(methods) if each == method] for method in range(4)]


def test_among_tells_which_rows_hold_a_wanted_id() -> None:
    assert among(ids(3, 0, 2, 3), ids(3, 1), 4).tolist() == [True, False, False, True]
    assert among(ids(3, 0), ids(), 4).tolist() == [False, False]
    assert among(ids(), ids(1), 4).tolist() == []


@pytest.mark.parametrize(
    "call", [lambda: among(ids(4), ids(1), 4), lambda: among(ids(1), ids(4), 4), lambda: group(ids(5), ids(1), 4), lambda: index(ids(4), 4)]
)
def test_an_id_that_cannot_be_is_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(IndexError):
        call()
