from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.world import AT, ON, add_package

from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.intake import add_version, find_app
from mingcha.platform.testing.batches import BatchError, create_batch, match_again, may_hand_in
from mingcha.platform.testing.scans import unit_of
from mingcha.platform.testing.sheets import Row
from mingcha.platform.work.models import Lane

if TYPE_CHECKING:
    from tests.platform.world import World

    from mingcha.platform.testing.models import Batch

ROWS = [
    Row(1, "", "com.example.sunflower", "", "商店"),
    Row(2, "向日葵", "", "1.0", ""),
    Row(3, "", "com.example.sunflower", "7", ""),
    Row(4, "不认识", "com.no.such", "", ""),
    Row(5, "同名", "", "", ""),
    Row(6, "", "", "1", ""),
    Row(7, "", "com.example.sunflower", "", ""),
    Row(8, "", "com.example.bare", "", ""),
]


@pytest.fixture
def batch(world: World) -> Batch:
    for name in ("a", "b"):
        find_app(package_name=f"com.same.{name}", name="同名")
    add_version(app=find_app(package_name="com.example.bare", name="无包"), name="1", on=ON)
    add_package(world, "1.1", b"newer")
    return create_batch(name="三月", rows=ROWS, actor=world["lab:tester"], at=AT)


def test_rows_become_scans_or_say_why_not(world: World, batch: Batch) -> None:
    rows = {row.number: row for row in batch.rows.select_related("scan__version")}
    scanned = {number: row.scan.version.name for number, row in rows.items() if row.scan and row.scan.version}
    assert scanned == {1: "1.1", 2: "1.0"}
    problems = {number: row.problem.partition(" / ")[0] for number, row in rows.items() if row.problem}
    assert problems == {
        3: "没有此版本的安装包，请上传。",
        4: "没有登记此应用，请上传安装包。",
        5: "有多个同名应用，请填写包名。",
        6: "缺少应用名称和包名。",
        7: "与前面的行重复。",
        8: "没有此版本的安装包，请上传。",
    }
    assert rows[1].scan is not None
    unit = unit_of(rows[1].scan)
    assert unit is not None
    assert unit.lane == Lane.CAMPAIGN
    assert Entry.objects.get(kind="batch-created").data == {"name": "三月", "rows": 8}


def test_what_was_uploaded_since_is_found(world: World, batch: Batch) -> None:
    add_package(world, "7", b"seventh")
    assert match_again(batch, actor=world["lab:tester"], at=AT) == 1
    row = batch.rows.get(number=3)
    assert row.problem == ""
    assert row.scan is not None
    assert match_again(batch, actor=world["lab:tester"], at=AT) == 0


def test_who_hands_batches_in(world: World, batch: Batch) -> None:
    allowed = {name for name, user in world.people.items() if may_hand_in(user)}
    assert allowed == {"ministry:officer", "beijing:officer", "shanghai:officer", "lab:tester", "other-lab:tester"}
    with pytest.raises(BatchError):
        create_batch(name="x", rows=ROWS, actor=world["operator:representative"], at=AT)
    with pytest.raises(BatchError):
        match_again(batch, actor=world["other-lab:tester"], at=AT)
