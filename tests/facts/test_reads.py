"""What running a method leads to reading: through sure calls and threads, not through constructors or open calls."""

from __future__ import annotations

import pytest
from bench.violations.app import IMEI, RETURN, application, block, method, new, smali
from bench.violations.verdicts import package
from tests.facts.conducts import read

pytestmark = pytest.mark.debian

_TIMER, _TASK = "Ljava/util/Timer;", "Ljava/util/TimerTask;"
START = block(
    "const/4 v0, 0x0",
    new("@Task;", register="v1"),
    "const-wide/16 v2, 0x0",
    "const-wide/32 v4, 0xea60",
    f"invoke-virtual/range {{v0 .. v5}}, {_TIMER}->schedule({_TASK}JJ)V",
)
READS = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String; @ "


def reads(*lines: str, classes: tuple[str, ...] = (), parent: str = _TASK) -> list[str]:
    """Return what a timer's task of some lines reads."""
    task = smali("@Task;", *((method("public run()V", *lines, RETURN),) if lines else ()), parent=parent)
    return [row["reads"] for row in read(package(application(START), task, *classes)).rows["indirect_read"]]


def chain(length: int) -> tuple[str, ...]:
    """Return classes whose go() calls the next one's, the last of which reads."""
    follow = [f"invoke-static {{}}, @C{n + 1};->go()V" for n in range(length - 1)]
    return tuple(smali(f"@C{n};", method("public static go()V", line, RETURN)) for n, line in enumerate([*follow, IMEI]))


def test_through_calls_so_many_deep() -> None:
    go = "invoke-static {}, @C0;->go()V"
    assert reads(go, classes=chain(4)) == [f"{READS}Lcn/bench/shop/C3;->go()V"]
    assert reads(go, classes=chain(5)) == []


def test_through_what_a_thread_runs() -> None:
    job = smali("@Job;", method("public run()V", IMEI, RETURN), implements=("Ljava/lang/Runnable;",))
    assert reads(new("@Job;"), classes=(job,)) == [f"{READS}Lcn/bench/shop/Job;->run()V"]


def test_not_through_a_constructor() -> None:
    made = method("public constructor <init>()V", "invoke-direct {p0}, Ljava/lang/Object;-><init>()V", IMEI, RETURN)
    assert reads(new("@Kept;"), classes=(smali("@Kept;", made),)) == []


def test_through_a_method_that_is_overridden_by_nothing() -> None:
    base = smali("@Base;", method("public go()V", RETURN))
    one = smali("@One;", method("public go()V", IMEI, RETURN), parent="@Base;")
    assert reads(new("@One;"), "invoke-virtual {v0}, @One;->go()V", classes=(base, one)) == [f"{READS}Lcn/bench/shop/One;->go()V"]
    assert reads(new("@One;"), "invoke-virtual {v0}, @Base;->go()V", classes=(base, one)) == []


def test_a_task_may_inherit_what_it_runs() -> None:
    base = smali("@Base;", method("public run()V", IMEI, RETURN), parent=_TASK)
    assert reads(parent="@Base;", classes=(base,)) == [f"{READS}Lcn/bench/shop/Base;->run()V"]


def test_a_hint_is_no_read() -> None:
    uri, text = "Landroid/net/Uri;", "Ljava/lang/String;"
    query = f"Landroid/content/ContentResolver;->query({uri}[{text}{text}[{text}{text})"
    open_call = block(*(f"const/4 v{n}, 0x0" for n in range(6)), f"invoke-virtual/range {{v0 .. v5}}, {query}Landroid/database/Cursor;")
    assert reads(open_call) == []
