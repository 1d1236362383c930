from __future__ import annotations

import pytest
from tests.dex.dexwriter import RETURN, Dex, invoke, typed

from mingcha.dex import callbacks
from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.program import NONE
from mingcha.dex.reach import CALL, CALLBACK, CLASS_INIT, COMPONENT, REFLECTION, Step
from mingcha.facts.path import EDGES, Hop, edge, place, read, write
from mingcha.reports import words

LINES = [
    ("Lx/A;->b()V", Hop("", "Lx/A;->b()V", None, "")),
    ("Lx/A;->b([Lx/C;J)Lx/D;:41", Hop("", "Lx/A;->b([Lx/C;J)Lx/D;", 41, "")),
    ("thread Lx/A;->run()V:7 @jpush", Hop("thread", "Lx/A;->run()V", 7, "jpush")),
    ("class-init Lx/A;-><clinit>()V @unknown:x", Hop("class-init", "Lx/A;-><clinit>()V", None, "unknown:x")),
]


@pytest.mark.parametrize(("text", "hop"), LINES)
def test_a_line_is_written_and_read(text: str, hop: Hop) -> None:
    assert (write(hop), read(text)) == (text, hop)


@pytest.mark.parametrize("text", ["", "a b c d", "中 文 字 符"])
def test_any_other_text_is_all_method(text: str) -> None:
    assert read(text) == Hop("", text, None, "")


def test_every_edge_has_words() -> None:
    assert {*EDGES, *filter(None, callbacks.load().groups)} == set(words.EDGES)


CALLED_BACK = {
    "Lx/Task;->run()V": ("Ljava/lang/Object;", "Ljava/lang/Runnable;", "run"),
    "Lx/Line;->run()V": ("Ljava/lang/Thread;", None, "thread"),
    "Lx/Post;->handleMessage(Landroid/os/Message;)V": ("Landroid/os/Handler;", None, "message"),
    "Lx/Tick;->run()V": ("Ljava/util/TimerTask;", None, "timer"),
    "Lx/Click;->onClick(Landroid/view/View;)V": ("Ljava/lang/Object;", "Landroid/view/View$OnClickListener;", "ui"),
    "Lx/Below;->run()V": ("Lx/Line;", None, "thread"),
    "Lx/Plain;->go()V": ("Ljava/lang/Object;", None, "callback"),
    "Lx/Screen;->onResume()V": ("Landroid/app/Activity;", None, "component"),
}


def app() -> graphs.Graph:
    dex = Dex()
    for signature, (parent, interface, _) in CALLED_BACK.items():
        owner, _, member = signature.partition("->")
        dex.add(owner, parent, interfaces=(interface,) if interface else ()).method(member, [RETURN])
    return graphs.build(programs.load([("classes.dex", dex.build())]), {"Lx/Screen;": graphs.ACTIVITY})


@pytest.mark.parametrize("signature", CALLED_BACK)
def test_a_callback_is_named_by_what_runs_it(signature: str) -> None:
    graph = app()
    method = graph.program.find_method(signature)
    assert method is not None
    assert edge(graph, Step(method, CALLBACK, NONE)) == CALLED_BACK[signature][2]


def test_the_place_of_a_step_is_its_call_or_where_its_object_is_made_or_named() -> None:
    dex = Dex()
    code = [invoke(0x71, "Lx/A;->b()V"), typed(0x22, 0, "Lx/Task;"), typed(0x1C, 0, "Lx/Screen;"), RETURN]
    caller = dex.add("Lx/A;")
    caller.method("a()V", code, 9)
    caller.method("b()V", [RETURN], 9)
    dex.add("Lx/Task;", interfaces=("Ljava/lang/Runnable;",)).method("run()V", [RETURN])
    dex.add("Lx/Screen;", "Landroid/app/Activity;").method("onCreate(Landroid/os/Bundle;)V", [RETURN])
    graph = graphs.build(programs.load([("classes.dex", dex.build())]), {"Lx/Screen;": graphs.ACTIVITY})
    names = ("Lx/A;->a()V", "Lx/A;->b()V", "Lx/Task;->run()V", "Lx/Screen;->onCreate(Landroid/os/Bundle;)V")
    a, b, run, create = (graph.program.find_method(name) or 0 for name in names)
    steps = [Step(b, CALL, 0), Step(run, CALLBACK, NONE), Step(create, CALLBACK, NONE), Step(b, REFLECTION, NONE)]
    assert [place(graph, a, step) for step in steps] == [0, 3, 5, None]


def test_other_ways() -> None:
    kinds = {CALL: "", CLASS_INIT: "class-init", REFLECTION: "reflection", COMPONENT: "component"}
    graph = app()
    assert {kind: edge(graph, Step(0, kind, NONE)) for kind in kinds} == kinds
