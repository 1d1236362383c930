"""Rows of indirect reads name place, owner and way, and there are not too many of them."""

from __future__ import annotations

import pytest
from tests.facts.conducts import PAIRS, read

from mingcha.facts import indirect

pytestmark = pytest.mark.debian


def test_a_row_names_place_owner_and_way() -> None:
    facts = read(PAIRS["sdk-timer-task-again"].violating)
    imei = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"
    assert facts.rows["indirect_read"] == [
        {
            "package": facts.package,
            "kind": "timer",
            "data_type": "imei",
            "api": "Ljava/util/Timer;->scheduleAtFixedRate(Ljava/util/TimerTask;JJ)V",
            "argument": "60000",
            "target": "Lcn/jpush/android/Report;->run()V",
            "reads": f"{imei} @ Lcn/jpush/android/Report;->run()V",
            "beside": None,
            "caller_class": "Lcn/jpush/android/Start;",
            "caller_method": "go()V",
            "line": None,
            "owner": "jpush",
            "start_state": "at-start",
            "path": ["Lcn/bench/shop/App;->onCreate()V", "Lcn/jpush/android/Start;->go()V @jpush"],
        }
    ]


def test_rows_of_one_kind_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indirect, "_MOST", 0)
    facts = read(PAIRS["timer-task-again"].violating)
    assert facts.rows["indirect_read"] == []
    assert [row["code"] for row in facts.rows["limit"]].count("indirect-count") == 1
