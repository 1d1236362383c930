from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, Built, smali, state

from mingcha.dex.dead_ends import DeadEnds
from mingcha.dex.reach import reach

pytestmark = pytest.mark.debian

ON = "Lt/State;->on:Z"
NEVER = ("public static never()V", f"    const/4 v0, 1\n    sput-boolean v0, {ON}\n    return-void")
CHECK = f"    sget-boolean v0, {ON}\n    if-eqz v0, :end\n{LEAKS}    :end\n    return-void"


def test_only_methods_on_the_way_are_looked_at_and_told_once() -> None:
    work = smali(
        "Lt/Work;",
        ("public static go()V", CHECK),
        ("public static other()V", CHECK.replace("Leak;->leak", "Work;->none")),
        ("public static none()V", "    return-void"),
    )
    built = Built(
        "    invoke-static {}, Lt/Work;->go()V\n    invoke-static {}, Lt/Work;->other()V\n",
        work,
        state("public static on:Z", methods=(NEVER,)),
    )
    start = reach(built.graph, built.entries).start
    ends = DeadEnds(built.graph, built.resolver)
    wanted = [built.method("Lt/Leak;->leak()V")]
    assert ends.find(start, wanted) == {built.method("Lt/Work;->go()V"): {range(4, 7)}}
    assert ends.find(start, wanted) is None
    assert ends.find(start, []) is None
