"""Timers around reads, with their period; what runs once is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.facts.conducts import PAIRS, indirect, read

pytestmark = pytest.mark.debian


@pytest.mark.parametrize(
    ("pair", "period", "target"),
    [
        ("timer-task-again", "60000", "Lcn/bench/shop/Task;->run()V"),
        ("sdk-timer-task-again", "60000", "Lcn/jpush/android/Report;->run()V"),
        ("executor-again", "300000", "Lcn/bench/shop/Task;->run()V"),
        ("runnable-posts-itself", "30000", "Lcn/bench/shop/Task;->run()V"),
        ("alarm-again", "3600000", "Lcn/bench/shop/Alarm;->onReceive(Landroid/content/Context;Landroid/content/Intent;)V"),
    ],
)
def test_what_is_found(pair: str, period: str, target: str) -> None:
    assert indirect(pair) == ([("timer", "imei", period, target)], [])


@pytest.mark.parametrize(
    ("pair", "constant", "other"),
    [
        ("executor-again", "sget-object v6, Ljava/util/concurrent/TimeUnit;->MINUTES:Ljava/util/concurrent/TimeUnit;", "const/4 v6, 0x0"),
        ("timer-task-again", "const-wide/32 v4, 0xea60", "invoke-static {}, Lx/Config;->period()J\n    move-result-wide v4"),
        ("timer-task-again", "const-wide/32 v4, 0xea60", "const-wide/16 v4, 0x0"),
    ],
)
def test_a_period_that_is_not_constant_is_not_told(pair: str, constant: str, other: str) -> None:
    app = PAIRS[pair].violating
    changed = replace(app, classes=tuple(text.replace(constant, other) for text in app.classes))
    assert changed != app
    assert [row["argument"] for row in read(changed).rows["indirect_read"]] == [None]


def test_of_two_components_that_are_named_none_is_taken() -> None:
    app = PAIRS["alarm-again"].violating
    service = ".class public Lcn/bench/shop/Sync;\n.super Landroid/app/Service;\n"
    changed = tuple(text.replace("const-class v7, @Alarm;", "const-class v7, @Sync;\n    const-class v7, @Alarm;") for text in app.classes)
    assert read(replace(app, classes=(*changed, service))).rows["indirect_read"] == []
