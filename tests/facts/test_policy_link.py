from __future__ import annotations

import json

import pytest

from mingcha.facts.factset import FactSet
from mingcha.facts.policy_link import MAX_BYTES, collect_links, read_links
from mingcha.model import MingchaError

ROW = {"url": "https://x.cn/a", "outcome": "gone", "why": "HTTP 404", "tried_at": "2026-01-02T03:04:05+00:00"}


def test_a_record_becomes_rows_and_covers_its_kind() -> None:
    facts = FactSet("00")
    facts.cover("links", "absent", "未提供", "not given")
    collect_links(facts, read_links(json.dumps([ROW]).encode(), "links.json"))
    (row,) = facts.rows["policy_link"]
    assert {key: row[key] for key in ROW} == ROW
    assert [(each["kind"], each["state"]) for each in facts.rows["coverage"]] == [("links", "complete")]


@pytest.mark.parametrize(
    "data", [b"no json", b"{}", b"[1]", b'[{"url": "x"}]', json.dumps([{**ROW, "outcome": "maybe"}]).encode(), b"[" * 9000]
)
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(MingchaError, match=r"links\.json"):
        read_links(data, "links.json")


def test_a_record_beyond_its_size_is_refused() -> None:
    with pytest.raises(MingchaError, match="MB"):
        read_links(b" " * (MAX_BYTES + 1), "links.json")
