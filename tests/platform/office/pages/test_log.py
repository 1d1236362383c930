from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT

from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Entry
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from tests.platform.world import World

AUDITOR = "ministry:auditor"


@pytest.fixture
def told(world: World) -> World:
    record(kind="order", subject="case:1", at=AT, actor=world["beijing:officer"], data={"text": "改一"}, evidence="ab" * 32)
    record(kind="publish", subject="case:2", at=AT, actor=world["ministry:decider"], data={})
    return world


@pytest.mark.parametrize(
    ("asked", "order", "publish"),
    [
        ("", True, True),
        ("?kind=order", True, False),
        ("?actor=ministry-decider", False, True),
        ("?subject=case:1", True, False),
        ("?since=2026-03-02&until=2026-03-02&subject=case", True, True),
        ("?until=2026-03-01", False, False),
    ],
)
def test_the_log_is_narrowed_by_its_filters(told: World, asked: str, order: bool, publish: bool) -> None:
    page = told.client(AUDITOR).get(f"/office/log/{asked}").content.decode()
    assert ['<code class="brief">case:1</code>' in page, '<code class="brief">case:2</code>' in page] == [order, publish]


def test_an_entry_is_shown_with_all_that_it_says(told: World) -> None:
    entry = Entry.objects.get(kind="order")
    page = told.client(AUDITOR).get(f"/office/log/{entry.number}/").content.decode()
    assert all(words in page for words in (entry.hash, entry.previous, "ab" * 32, "改一", "beijing-officer"))
    assert f"/ #{entry.number}</p><h1>责令整改</h1>" in page
    assert told.client(AUDITOR).get("/office/log/999999/").status_code == 404


def test_a_check_is_queued_once_while_it_is_under_way(told: World) -> None:
    client = told.client("ministry:decider")
    assert [client.post("/office/log/verify/").status_code for _ in range(2)] == [302, 302]
    assert (Unit.objects.filter(kind="verify-log").count(), Entry.objects.filter(kind="log-check-asked").count()) == (1, 1)
    page = client.get("/office/log/").content.decode()
    assert ("正在逐条验证" in page, 'hx-trigger="every 3s"' in page) == (True, True)
    assert client.get("/office/log/verify/").status_code == 405


@pytest.mark.parametrize(("breaks", "words"), [([], "完整"), ([[2, "was altered"]], "不完整")])
def test_the_outcome_of_the_last_check_is_shown(told: World, breaks: list[list[object]], words: str) -> None:
    result = {"entries": 7, "anchors": 7, "count": len(breaks), "breaks": breaks}
    Unit.objects.create(kind="verify-log", key="verify-log:1", state="done", result=result, enqueued_at=AT, not_before=AT, ended_at=AT)
    page = told.client(AUDITOR).get("/office/log/").content.decode()
    assert (f">{words}</span>" in page, "was altered" in page) == (True, bool(breaks))


def test_only_auditors_and_deciders_of_the_ministry_read_the_log(told: World) -> None:
    names = ("ministry:officer", "ministry:administrator", "beijing:decider", "lab:tester", "operator:representative")
    assert [told.client(name).get("/office/log/").status_code for name in names] == [403] * 5
