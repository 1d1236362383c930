"""Facts of the record that `mingcha policy fetch --links` keeps: which of the SDKs' own policies could be had, and when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet

FILE_NAME = "links.json"
MAX_BYTES = 1 << 20
_OUTCOMES = frozenset({"reached", "gone", "failed"})
_COLUMNS = ("url", "outcome", "why", "tried_at")
_LONGEST = 2_000


def read_links(data: bytes, name: str) -> list[dict[str, str]]:
    """Return the rows of a record; MingchaError with one line when the file is none."""
    if len(data) > MAX_BYTES:
        raise MingchaError(f"{name}: 超过 {MAX_BYTES >> 20} MB / larger than {MAX_BYTES >> 20} MB")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MingchaError(f"{name}: 不是 JSON / no JSON") from error
    if not isinstance(found, list) or not all(_is_row(row) for row in found):
        raise MingchaError(f"{name}: 不是 mingcha policy fetch 的链接记录 / no record of links of mingcha policy fetch")
    return [{column: row[column][:_LONGEST] for column in _COLUMNS} for row in found]


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(column), str) for column in _COLUMNS) and row["outcome"] in _OUTCOMES


def collect_links(facts: FactSet, rows: list[dict[str, str]]) -> None:
    """Add the rows, and say that the links were tried."""
    for row in rows:
        facts.add("policy_link", **row)
    facts.rows["coverage"] = [row for row in facts.rows["coverage"] if row["kind"] != "links"]
    facts.cover("links", "complete")
