from __future__ import annotations

import pytest
from tests.dex.dexwriter import RETURN, Dex, const_string, invoke, typed

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.callbacks import KINDS

FOR_NAME = "Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;"
VIRTUAL, DIRECT, STATIC, INTERFACE = 0x6E, 0x70, 0x71, 0x72
CLICK = "onClick(Landroid/view/View;)V"


def build(dex: Dex, **components: int) -> graphs.Graph:
    program = programs.load([("classes.dex", dex.build())])
    return graphs.build(program, {f"Lx/{name};": kind for name, kind in components.items()})


def targets(graph: graphs.Graph, signature: str) -> set[str]:
    """Return the methods that a call of a reference may run besides the one it names."""
    ref = graph.program.find_method(signature)
    assert ref is not None
    start, end = graph.target_offset[ref : ref + 2]
    return {graph.program.signature(int(method)) for method in graph.targets[start:end]}


def family() -> Dex:
    """Return an interface, a base that has it, two subclasses of which one overrides, and calls of each kind."""
    dex = Dex()
    dex.add("Lx/I;", flags=0x601).method("go()V", None, 0x401)
    base = dex.add("Lx/Base;", interfaces=["Lx/I;"])
    base.method("go()V", [RETURN])
    base.method("own()V", [RETURN], 2)
    dex.add("Lx/Plain;", "Lx/Base;")
    dex.add("Lx/Loud;", "Lx/Base;").method("go()V", [RETURN])
    code = [
        invoke(INTERFACE, "Lx/I;->go()V", 1),
        invoke(VIRTUAL, "Lx/Plain;->go()V", 1),
        invoke(VIRTUAL, "Lx/Base;->go()V", 1),
        invoke(DIRECT, "Lx/Base;->own()V", 1),
        RETURN,
    ]
    dex.add("Lx/Caller;").method("run()V", code)
    return dex


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("Lx/I;->go()V", {"Lx/Base;->go()V", "Lx/Loud;->go()V"}),
        ("Lx/Base;->go()V", {"Lx/Loud;->go()V"}),
        ("Lx/Plain;->go()V", {"Lx/Base;->go()V"}),
    ],
)
def test_a_virtual_call_runs_the_definition_above_or_one_below(signature: str, expected: set[str]) -> None:
    assert targets(build(family()), signature) == expected


def test_a_reference_resolves_to_the_nearest_definition_up() -> None:
    graph = build(family())
    program = graph.program
    resolved = {name: program.signature(int(graph.resolved[program.find_method(name)])) for name in ("Lx/Plain;->go()V", "Lx/Loud;->go()V")}
    assert resolved == {"Lx/Plain;->go()V": "Lx/Base;->go()V", "Lx/Loud;->go()V": "Lx/Loud;->go()V"}


def test_a_framework_type_dispatches_to_classes_of_the_package_below_it() -> None:
    dex = Dex()
    dex.add("Lx/Task;", interfaces=["Ljava/lang/Runnable;"]).method("run()V", [RETURN])
    dex.add("Lx/Worker;", "Ljava/lang/Thread;").method("run()V", [RETURN])
    dex.add("Lx/A;").method("a()V", [invoke(INTERFACE, "Ljava/lang/Runnable;->run()V", 1), RETURN])
    assert targets(build(dex), "Ljava/lang/Runnable;->run()V") == {"Lx/Task;->run()V", "Lx/Worker;->run()V"}


def test_calls_stand_by_their_caller() -> None:
    graph = build(family())
    method = graph.program.find_method("Lx/Caller;->run()V")
    rows = range(int(graph.call_start[method]), int(graph.call_end[method]))
    assert [graph.program.signature(int(graph.program.call_callee[row])) for row in rows] == [
        "Lx/I;->go()V",
        "Lx/Plain;->go()V",
        "Lx/Base;->go()V",
        "Lx/Base;->own()V",
    ]


def test_names_beside_reflection_lead_to_methods_of_the_package() -> None:
    dex = Dex()
    named = dex.add("Lx/Named;")
    named.method("go()V", [RETURN], 9)
    named.method("other()V", [RETURN], 9)
    dex.add("Lx/A;").method("a()V", [const_string(0, "x.Named"), const_string(1, "go"), invoke(STATIC, FOR_NAME, 0), RETURN])
    dex.add("Lx/B;").method("b()V", [const_string(0, "x.Named"), const_string(1, "go"), RETURN])
    graph = build(dex)

    def reflected(signature: str) -> set[str]:
        method = graph.program.find_method(signature)
        start, end = graph.reflect_offset[method : method + 2]
        return {graph.program.signature(int(target)) for target in graph.reflect_target[start:end]}

    assert (reflected("Lx/A;->a()V"), reflected("Lx/B;->b()V")) == ({"Lx/Named;->go()V"}, set())


def test_components_are_marked_and_their_mentions_known() -> None:
    dex = Dex()
    dex.add("Lx/Screen;", "Landroid/app/Activity;")
    dex.add("Lx/Daemon;", "Landroid/app/Service;")
    dex.add("Lx/A;").method("a()V", [typed(0x1C, 0, "Lx/Screen;"), const_string(0, "x.Daemon"), typed(0x22, 0, "Lx/A;"), RETURN])
    graph = build(dex, Screen=graphs.ACTIVITY, Daemon=graphs.SERVICE, Absent=graphs.RECEIVER)
    program = graph.program
    kinds = {program.type_name(int(type_)): int(kind) for type_, kind in zip(program.class_type, graph.component, strict=True)}
    assert kinds == {"Lx/Screen;": graphs.ACTIVITY, "Lx/Daemon;": graphs.SERVICE, "Lx/A;": 0}
    method = program.find_method("Lx/A;->a()V")
    named = graph.name_class[int(graph.name_start[method]) : int(graph.name_end[method])]
    assert {program.type_name(int(program.class_type[each])) for each in named} == {"Lx/Screen;", "Lx/Daemon;"}


def test_ancestors_go_through_package_and_framework() -> None:
    dex = Dex()
    dex.add("Lx/Main;", "Lx/Screen;", interfaces=["Ljava/lang/Runnable;"])
    dex.add("Lx/Screen;", "Landroid/app/ListActivity;")
    graph = build(dex)
    found = graph.ancestors(graph.program.find_type("Lx/Main;"))
    assert found[0] == "Lx/Main;"
    assert {"Lx/Screen;", "Landroid/app/ListActivity;", "Landroid/app/Activity;", "Ljava/lang/Runnable;", "Ljava/lang/Object;"} <= {*found}


def test_a_class_that_is_its_own_ancestor_ends() -> None:
    dex = Dex()
    dex.add("Lx/A;", "Lx/B;").method("go()V", [invoke(VIRTUAL, "Lx/A;->go()V", 1), RETURN])
    dex.add("Lx/B;", "Lx/A;")
    graph = build(dex)
    assert graph.ancestors(graph.program.find_type("Lx/A;")) == ("Lx/A;", "Lx/B;")


def classified(owner: str, *names: str) -> list[int]:
    dex = Dex()
    listener = dex.add("Lx/L;", interfaces=[owner])
    for name in names:
        listener.method(name, [RETURN])
    graph = build(dex)
    program = graph.program
    return [graph.classify(program.find_type(owner), program.find_method(f"Lx/L;->{name}")) for name in names]


def test_a_framework_type_calls_back_only_what_it_declares() -> None:
    found = classified("Landroid/view/View$OnClickListener;", CLICK, "onClick()V", "helper()V")
    assert found == [KINDS["ui"] | graphs.FRAMEWORK_ONLY, 0, 0]


def test_a_type_that_nobody_knows_may_call_everything() -> None:
    assert all(classified("Lcom/unknown/Listener;", "onResult(I)V", "anything()V"))


def test_a_method_that_a_layout_can_name_runs_on_the_users_action() -> None:
    dex = Dex()
    dex.add("Lx/Main;", "Landroid/app/Activity;").method("buy(Landroid/view/View;)V", [RETURN])
    graph = build(dex)
    program = graph.program
    assert (
        graph.classify(program.find_type("Landroid/app/Activity;"), program.find_method("Lx/Main;->buy(Landroid/view/View;)V"))
        == KINDS["ui"]
    )


def test_a_dispatch_over_its_budget_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(family()).complete
    monkeypatch.setattr(graphs, "MAX_TARGETS", 1)
    assert not build(family()).complete
