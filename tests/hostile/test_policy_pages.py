"""No page costs more than its size allows: two million characters are read or refused within the limits of a confined child."""

from __future__ import annotations

import time

import pytest
from tests.hostile.policy_pages import pages

from mingcha.policy.acquire import MAX_TEXT
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.reader import MAX_DISCLOSURES
from mingcha.policy.wire import prepare, read_file

# A page of a tenth of the largest size; CPU seconds on a machine that other tests keep busy too.
SIZE, CPU_SECONDS = MAX_TEXT // 10, 4.0
PAGES = pages(SIZE)


def cost(data: bytes) -> float:
    """Return the CPU seconds of reading a page; the result keeps to its limits."""
    start = time.process_time()
    try:
        found = read_file(data, "p.html" if data.startswith(b"<html") else "p.md")
    except UnreadablePolicyError:
        return time.process_time() - start
    assert len(found["disclosures"]) <= MAX_DISCLOSURES
    return time.process_time() - start


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_within_its_share(name: str) -> None:
    prepare()
    assert cost(PAGES[name]) < CPU_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", ["one sentence", "one word", "cells of one row", "denials", "different SDKs"])
def test_ten_times_the_size_costs_little_more_than_ten_times_the_time(name: str) -> None:
    prepare()
    assert cost(pages(MAX_TEXT)[name]) < 20 * max(cost(PAGES[name]), 0.5)
