"""No page costs more than its size allows: two million characters are read or refused within the limits of a confined child."""

from __future__ import annotations

import json
import time

import pytest
from tests.hostile.policy_pages import pages

from mingcha.policy.acquire import MAX_TEXT
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.reader import MAX_DISCLOSURES
from mingcha.policy.thirdparties import MAX_PARTIES
from mingcha.policy.wire import prepare, read_file

# CPU seconds of the largest page, and of one of a tenth of its size, on a machine that other tests keep busy too.
CPU_SECONDS, SHARE = 4.0, 2.0
PAGES = pages(MAX_TEXT // 10)
MAX_JSON = 16 << 20
# The dearest of them, by what makes them so: dense sentences, names, links, rows.
DEAREST = (
    "one sentence",
    "semicolons",
    "conditions",
    "a list of SDKs in quotes",
    "different SDKs",
    "names with addresses",
    "links of a page",
)


def cost(data: bytes) -> float:
    """Return the CPU seconds of reading a page; the result keeps to its limits."""
    start = time.process_time()
    try:
        found = read_file(data, "p.html" if data.startswith(b"<html") else "p.md")
    except UnreadablePolicyError:
        return time.process_time() - start
    seconds = time.process_time() - start
    assert len(found["disclosures"]) <= MAX_DISCLOSURES
    assert len(found["sdks"]) <= MAX_PARTIES
    assert len(json.dumps(found, ensure_ascii=False).encode()) <= MAX_JSON
    return seconds


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_within_its_share(name: str) -> None:
    prepare()
    assert cost(PAGES[name]) < SHARE


@pytest.mark.slow
@pytest.mark.parametrize("name", [*DEAREST, "rows between pipes", "keys", "nested tables"])
def test_the_largest_page_is_read_within_its_time(name: str) -> None:
    prepare()
    assert cost(pages(MAX_TEXT)[name]) < CPU_SECONDS


def test_what_is_left_out_of_a_page_is_told() -> None:
    parties = read_file(pages(MAX_TEXT)["different SDKs"], "p.md")
    assert len(parties["sdks"]) == MAX_PARTIES
    assert {limit["en"] for limit in parties["limits"]} >= {
        "only the first 800000 characters were read",
        "only the first 2000 third parties were kept",
        "only the first 5000 statements were kept",
    }
