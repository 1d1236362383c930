from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, Built, leaks, new, smali, state

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


def test_what_only_a_dead_end_hands_on_is_kept() -> None:
    runnable, handler = "Ljava/lang/Runnable;", "Landroid/os/Handler;"
    task = smali("Lt/Task;", ("public run()V", f"{LEAKS}    return-void"), interfaces=(runnable,))
    other = smali("Lt/Other;", ("public run()V", "    return-void"), interfaces=(runnable,))
    post = f"    invoke-virtual {{v1, v0}}, {handler}->post({runnable})Z\n"
    start = (
        "public start()V",
        f"    iget-object v0, p0, Lt/Owner;->task:{runnable}\n    sget-object v1, Lt/Owner;->to:{handler}\n{post}    return-void",
    )
    owner = smali(
        "Lt/Owner;", ("public make()V", new("Lt/Task;") + f"    iput-object v0, p0, Lt/Owner;->task:{runnable}\n    return-void"), start
    )
    owner = owner.replace(".super Ljava/lang/Object;\n", f".super Ljava/lang/Object;\n.field task:{runnable}\n.field static to:{handler}\n")
    go = new("Lt/Owner;") + "    invoke-virtual {v0}, Lt/Owner;->make()V\n    sget-boolean v1, " + ON + "\n    if-eqz v1, :skip\n"
    code = (
        go
        + "    invoke-virtual {v0}, Lt/Owner;->start()V\n    :skip\n"
        + new("Lt/Other;")
        + f"    sget-object v1, Lt/Owner;->to:{handler}\n"
        + post
    )
    assert not leaks(code, owner, task, other, state("public static on:Z", methods=(NEVER,)))
    assert leaks(code, owner, task, other, state("public static on:Z = true", methods=(NEVER,)))
