from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT

from mingcha.platform.ledger.models import Entry
from mingcha.platform.operate.periodic import TASKS
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.testing.scans import request_scan, unit_of
from mingcha.platform.work.models import Unit, UnitState

if TYPE_CHECKING:
    from tests.platform.world import World

ADMINISTRATOR = "ministry:administrator"


def unit(key: str, state: str, **fields: Any) -> Unit:
    return Unit.objects.create(kind="verify-log", key=key, state=state, enqueued_at=AT, not_before=AT, **fields)


def test_the_page_tells_how_the_queue_is_and_what_stands_in_it(world: World) -> None:
    client = world.client(ADMINISTRATOR)
    assert "队列运行正常" in client.get("/office/queue/").content.decode()
    unit("a:1", UnitState.QUARANTINED, why_zh="执行进程意外终止", why_en="its process died")
    unit("a:2", UnitState.DONE)
    page = client.get("/office/queue/").content.decode()
    assert ("1个任务已隔离" in page, '<code class="brief">a:1</code>' in page, '<code class="brief">a:2</code>' in page) == (
        True,
        True,
        True,
    )
    page = client.get("/office/queue/?state=quarantined").content.decode()
    assert ('<code class="brief">a:1</code>' in page, '<code class="brief">a:2</code>' in page, "执行进程意外终止" in page) == (
        True,
        False,
        True,
    )


def test_kinds_are_named_in_words_and_can_be_chosen(world: World) -> None:
    client, row = world.client(ADMINISTRATOR), unit("a:1", UnitState.DONE)
    request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    page = client.get("/office/queue/?kind=verify-log").content.decode()
    assert ('<code class="brief">a:1</code>' in page, '<code class="brief">scan:' in page) == (True, False)
    assert [f'<option value="{kind}"' in page for kind, *_ in (("scan",), *TASKS)] == [True] * 4
    assert "<dd>验证事件日志</dd>" in client.get(f"/office/queue/{row.pk}/").content.decode()


def test_a_unit_that_failed_is_queued_again_and_one_that_is_done_is_not(world: World) -> None:
    client, failed, done = world.client(ADMINISTRATOR), unit("a:1", UnitState.FAILED, attempts=3), unit("a:2", UnitState.DONE)
    assert "重新执行" in client.get(f"/office/queue/{failed.pk}/").content.decode()
    assert "重新执行" not in client.get(f"/office/queue/{done.pk}/").content.decode()
    assert [client.post(f"/office/queue/{row.pk}/retry/").status_code for row in (failed, done)] == [302, 404]
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, Entry.objects.get(kind="unit-retried").data) == ("queued", 0, {"title": "a:1"})


def test_a_failed_scan_is_queued_again_with_its_unit(world: World) -> None:
    scan = request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED, why="坏", ended_at=AT)
    row = unit_of(scan)
    assert row is not None
    Unit.objects.filter(pk=row.pk).update(state=UnitState.QUARANTINED)
    assert world.client(ADMINISTRATOR).post(f"/office/queue/{row.pk}/retry/").status_code == 302
    scan.refresh_from_db()
    row.refresh_from_db()
    assert (scan.state, scan.why, scan.ended_at, row.state) == ("queued", "", None, "queued")


def test_only_administrators_see_the_queue(world: World) -> None:
    row = unit("a:1", UnitState.FAILED)
    for name in ("ministry:decider", "ministry:auditor", "lab:tester"):
        client = world.client(name)
        assert [client.get("/office/queue/").status_code, client.post(f"/office/queue/{row.pk}/retry/").status_code] == [403, 403]
