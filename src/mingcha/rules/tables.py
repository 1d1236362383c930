"""Opens facts and catalogue as tables that rules can query, in the engine that suits the number of packages.

SQLite plans a query some thirty times faster than DuckDB, DuckDB runs it faster over many packages (docs/adr/005).
A rule must run on both with the same result: DIALECT is what they share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet

# Up to this many packages SQLite answers a pack of rules sooner than DuckDB (bench/bench_rules.py).
FEW = 16
# More rows than any honest rule gives for a group of packages.
MAX_ROWS = 1_000_000
# Functions that a rule may call. Both engines have them natively or get them from us: list_contains(list, value),
# starts_with(text, prefix), joined(values, separator), which gives the distinct values sorted, and is_blank(text).
FUNCTIONS = frozenset(
    {
        *("count", "min", "max", "sum", "coalesce", "nullif", "abs", "length", "lower", "upper", "substr", "trim"),
        *("replace", "instr", "like", "glob", "row_number", "rank", "dense_rank"),
        *("list_contains", "starts_with", "joined", "is_blank"),
    }
)
# Spaces, controls and letters without a glyph: a name made of these shows as nothing on a launcher.
BLANKS = "\t\n\v\f\r \x7f\x85\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x2800, 0x3000, 0x3164, 0xFEFF))
)

Rows = list[dict[str, Any]]


class QueryError(MingchaError):
    """A rule's query is refused, fails, or goes over its limits; the message says why in one line."""


class Tables(Protocol):
    """Fact and catalogue tables, open for reading."""

    def columns(self, sql: str) -> list[str]:
        """Plan one SELECT without running it and return its result's columns; QueryError when it cannot be planned."""

    def query(self, sql: str) -> Rows:
        """Run one SELECT; rows have columns by name and lists as lists. QueryError when it fails or costs too much."""

    def close(self) -> None:
        """Give the memory back."""


def open_tables(facts: Sequence[FactSet], catalogue: Catalogue) -> Tables:
    """Open the facts of different packages beside the catalogue's tables."""
    if len(facts) <= FEW:
        from mingcha.rules.sqlite import SqliteTables  # noqa: PLC0415 - start-up time

        return SqliteTables(facts, catalogue)
    from mingcha.rules.duck import DuckTables  # noqa: PLC0415 - start-up time

    return DuckTables(facts, catalogue)
