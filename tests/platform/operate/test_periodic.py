from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mingcha.platform.operate.periodic import schedule_all
from mingcha.platform.work.models import Unit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_everything_periodic_is_there_once_and_daily_things_run_at_night() -> None:
    schedule_all(NOON)
    schedule_all(NOON + timedelta(minutes=1))
    found = {unit.kind: (unit.every, unit.not_before - NOON) for unit in Unit.objects.all()}
    assert found == {
        "lapse": (timedelta(days=1), timedelta(hours=12, minutes=20)),
        "verify-log": (timedelta(days=1), timedelta(hours=14, minutes=30)),
        "clear-expired": (timedelta(hours=1), timedelta(0)),
    }
