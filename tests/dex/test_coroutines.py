from __future__ import annotations

import pytest
from tests.dex.first_start_apps import OBJECT, Built, smali

from mingcha.dex.coroutines import Coroutines
from mingcha.dex.first_start import ANY

pytestmark = pytest.mark.debian

FLOW, COLLECTOR = "Lkotlinx/coroutines/flow/Flow;", "Lkotlinx/coroutines/flow/FlowCollector;"
CONTINUATION, LAMBDA = "Lkotlin/coroutines/Continuation;", "Lkotlin/coroutines/jvm/internal/SuspendLambda;"
STATE = "Lkotlin/coroutines/jvm/internal/ContinuationImpl;"
MARK = f"    invoke-static {{}}, Lkotlin/coroutines/intrinsics/IntrinsicsKt;->getCOROUTINE_SUSPENDED(){OBJECT}\n"
NEW_BODY = "    new-instance v1, Lt/Body;\n    invoke-direct {v1}, Lt/Body;-><init>()V\n    const/4 v0, 0\n"
RUN = f"    invoke-static {{v0, v1}}, Lkotlinx/coroutines/BuildersKt;->runBlocking(Lkotlin/coroutines/CoroutineContext;{OBJECT}){OBJECT}\n"
FIRST = f"    invoke-static {{v1, v0}}, Lkotlinx/coroutines/flow/FlowKt;->first({FLOW}{CONTINUATION}){OBJECT}\n"
NEW_FLOW = "    new-instance v1, Lt/Mapped;\n    invoke-direct {v1}, Lt/Mapped;-><init>()V\n"
NEW_USE = "    new-instance v2, Lt/Use;\n    invoke-direct {v2}, Lt/Use;-><init>()V\n"
COLLECT = f"    invoke-interface {{v1, v2, v0}}, {FLOW}->collect({COLLECTOR}{CONTINUATION}){OBJECT}\n"
BODY = smali("Lt/Body;", (f"public invokeSuspend({OBJECT}){OBJECT}", "    return-object p1"), parent=LAMBDA)
SAME_NAME = smali("Lt/Plain;", (f"public invokeSuspend({OBJECT}){OBJECT}", "    return-object p1"))
KEPT = smali("Lt/Kept;", parent=STATE).replace(f".super {STATE}\n", f".super {STATE}\n.field result:{OBJECT}\n.field other:{OBJECT}\n")
LOOK = (
    f"    new-instance v3, Lt/Kept;\n    iget-object v4, v3, Lt/Kept;->result:{OBJECT}\n    iget-object v4, v3, Lt/Kept;->other:{OBJECT}\n"
)
MAPPED = smali(
    "Lt/Mapped;",
    (
        f"public collect({COLLECTOR}{CONTINUATION}){OBJECT}",
        "    new-instance v0, Lt/Each;\n    invoke-direct {v0}, Lt/Each;-><init>()V\n    const/4 v0, 0\n    return-object v0",
    ),
    interfaces=(FLOW,),
)
EMIT = (f"public emit({OBJECT}{CONTINUATION}){OBJECT}", "    return-object p1")
EACH, USE = (smali(name, EMIT, interfaces=(COLLECTOR,)) for name in ("Lt/Each;", "Lt/Use;"))


def built(code: str) -> tuple[Built, Coroutines]:
    found = Built(MARK + code, BODY, SAME_NAME, KEPT, MAPPED, EACH, USE)
    return found, Coroutines(found.graph, found.resolver)


def names(app: Built, found: dict[int, int]) -> list[tuple[str, str]]:
    """Return the called method and the body of each row."""
    program = app.program
    return [
        (program.signature(int(program.call_callee[row])).split("->")[1].split("(")[0], program.signature(body))
        for row, body in found.items()
    ]


def test_a_call_gives_what_the_body_that_it_runs_returns() -> None:
    app, coroutines = built(NEW_BODY + RUN)
    assert names(app, coroutines.bodies) == [("runBlocking", f"Lt/Body;->invokeSuspend({OBJECT}){OBJECT}")]


def test_the_first_value_of_a_flow_is_what_its_own_collector_hands_on() -> None:
    app, coroutines = built(NEW_FLOW + "    const/4 v0, 0\n" + FIRST)
    assert names(app, coroutines.bodies) == [("first", f"Lt/Each;->{EMIT[0].removeprefix('public ')}")]


def test_a_collector_that_is_made_once_gets_what_the_flow_hands_on() -> None:
    once = NEW_FLOW + NEW_USE + "    const/4 v0, 0\n" + COLLECT
    app, coroutines = built(once)
    emit = EMIT[0].removeprefix("public ")
    assert {app.program.signature(own): app.program.signature(source) for own, source in coroutines.collectors.items()} == {
        f"Lt/Use;->{emit}": f"Lt/Each;->{emit}"
    }
    assert built(once + NEW_USE)[1].collectors == {}


def test_what_a_suspended_call_gives_later() -> None:
    app, coroutines = built(LOOK)
    assert coroutines.given(app.method(f"Lt/Body;->invokeSuspend({OBJECT}){OBJECT}")) == {1: ANY}
    assert coroutines.given(app.method(f"Lt/Plain;->invokeSuspend({OBJECT}){OBJECT}")) == {}
    assert coroutines.given(app.method("Lt/App;->onCreate()V")) == {}
    fields = ((name, coroutines.goes_on(app.field(f"Lt/Kept;->{name}:{OBJECT}"))) for name in ("result", "other"))
    assert dict(fields) == {"result": True, "other": False}
    rows = range(len(app.program.call_callee))
    assert [app.program.signature(int(app.program.call_callee[row])).split("->")[1] for row in rows if coroutines.waits(row)] == [
        f"getCOROUTINE_SUSPENDED(){OBJECT}"
    ]
    assert not any(coroutines.hands_on(row) for row in rows)
