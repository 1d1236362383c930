from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from tests.platform.world import AT, scanned

from mingcha.platform.testing.models import Batch, BatchRow, Check, EvidenceFile, Scan, ScanState, Test

if TYPE_CHECKING:
    from tests.platform.world import World


def test_what_may_not_be_twice(world: World) -> None:
    scan = scanned(world.version, "a")
    test = Test.objects.create(version=world.version, lab=world.bodies["lab"], assigned_at=AT)
    batch = Batch.objects.create(name="x", body=world.bodies["lab"], created_by=world["lab:tester"], created_at=AT)
    Check.objects.create(test=test, criterion="COL-01", verdict="violated", at=AT)
    BatchRow.objects.create(batch=batch, number=1, name="x")
    finding = scan.findings.get()
    finding.pk = None
    for make in (
        lambda: Check.objects.create(test=test, criterion="COL-01", verdict="suspected", at=AT),
        lambda: BatchRow.objects.create(batch=batch, number=1, name="y"),
        finding.save,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_which_states_are_the_end() -> None:
    assert {state for state in ScanState if Scan(state=state).is_over} == {ScanState.DONE, ScanState.FAILED, ScanState.CANCELLED}


def test_each_row_says_what_it_is(world: World) -> None:
    scan = scanned(world.version, "a")
    test = Test(version=world.version, lab=world.bodies["lab"])
    assert str(scan) == f"向日葵 1.0 #{scan.pk}"
    assert Scan(app=world.app, package=world.version.package).title == "向日葵"
    assert Scan(package=world.version.package, file_name="sunflower-1.0.apk").title == "sunflower-1.0.apk"
    assert str(test) == "向日葵 1.0 @ 第一检测中心"
    assert str(scan.findings.get()) == "rule-a app imei"
    assert str(Check(criterion="COL-01", verdict="violated")) == "COL-01 violated"
    assert [str(row) for row in (EvidenceFile(name="f.png"), Batch(name="三月"), BatchRow(number=2, name="甲"))] == [
        "f.png",
        "三月",
        "2 甲",
    ]
