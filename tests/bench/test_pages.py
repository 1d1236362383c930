"""The bench of the platform's pages on a small country: every page of an officer answers, with few queries however many rows it shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.platform import postgres

ROOT = Path(__file__).resolve().parents[2]
# A page that looks up something for each of its rows asks fifty times.
MOST_QUERIES = 20

pytestmark = pytest.mark.slow


def test_pages_ask_the_database_a_few_times() -> None:
    if postgres.find_programs() is None:
        pytest.skip("PostgreSQL is absent (apt install postgresql)")
    asked = ["--scale", "0.0003", "--today", "2026-11-02", "--rounds", "1", "--only", "bureau decider "]
    run = subprocess.run([sys.executable, "bench/bench_pages.py", *asked], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    visits = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert [visit for visit in visits if "status" in visit] == []
    assert {visit["address"]: visit["queries"] for visit in visits if visit["queries"] > MOST_QUERIES} == {}
    assert len(visits) > 300
    assert len({visit["page"] for visit in visits}) >= 30
