from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex import reach as walks
from mingcha.dex.program import NONE
from mingcha.dex.reach import EntryPoints, Reachability, reach

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.debian

TARGET = "Lt/Leak;->leak()V"
OBJECT = "Ljava/lang/Object;"
LEAK = ("public static leak()V", "    return-void")
CALL = "    invoke-static {}, Lt/Leak;->leak()V\n    return-void"


def smali(name: str, *methods: tuple[str, str], parent: str = OBJECT, interfaces: tuple[str, ...] = ()) -> str:
    """Return a class with an empty constructor and the given (header, body) methods."""
    head = f".class public {name}\n.super {parent}\n" + "".join(f".implements {each}\n" for each in interfaces)
    init = (
        f".method public constructor <init>()V\n    .registers 1\n    invoke-direct {{p0}}, {parent}-><init>()V\n"
        "    return-void\n.end method\n"
    )
    body = "".join(f".method {header}\n    .registers 8\n{code}\n.end method\n" for header, code in methods)
    return head + init + body


def new(name: str, register: str = "v0") -> str:
    return f"    new-instance {register}, {name}\n    invoke-direct {{{register}}}, {name}-><init>()V\n"


APPLICATION = "Lt/App;"
SCREEN = "Lt/Main;"


def application(code: str) -> str:
    return smali(APPLICATION, ("public onCreate()V", code), parent="Landroid/app/Application;")


def screen(*methods: tuple[str, str]) -> str:
    return smali(SCREEN, *methods, parent="Landroid/app/Activity;")


def states(*classes: str, components: Mapping[str, int] | None = None, background: tuple[str, ...] = ()) -> Reachability:
    """Walk a program with application, launcher and the given background components."""
    sources = {f"{number}.smali": text for number, text in enumerate((*classes, smali("Lt/Leak;", LEAK)))}
    program = programs.load([("classes.dex", assemble_dex(sources))])
    graph = graphs.build(program, {SCREEN: graphs.ACTIVITY, **(components or {})})
    entries = EntryPoints((APPLICATION,), (SCREEN,), (), background, tuple(components or ()))
    found = reach(graph, entries)
    found_graphs[id(found)] = graph
    return found


found_graphs: dict[int, graphs.Graph] = {}


def where(found: Reachability) -> set[str]:
    """Return the walks that reach the leak."""
    graph = found_graphs[id(found)]
    method = graph.program.find_method(TARGET)
    assert method is not None
    walks = {"start": found.start, "ui": found.ui, "background": found.background}
    return {name for name, walk in walks.items() if walk.seen[method]}


def path(found: Reachability) -> list[str]:
    graph = found_graphs[id(found)]
    method = graph.program.find_method(TARGET)
    assert method is not None
    return [graph.program.signature(step.method) for step in found.start.route(graph, method).steps]


def test_a_direct_call_from_the_application_runs_at_start_with_its_path() -> None:
    found = states(application(CALL))
    assert where(found) == {"start", "ui"}
    assert path(found) == ["Lt/App;->onCreate()V", TARGET]


def test_a_method_that_nobody_calls_is_unreached() -> None:
    assert where(states(application("    return-void"), smali("Lt/Idle;", ("public run()V", CALL)))) == set()


def test_a_static_initialiser_runs_when_its_class_is_touched() -> None:
    touch = "    invoke-static {}, Lt/Lazy;->touch()V\n    return-void"
    lazy = smali("Lt/Lazy;", ("static constructor <clinit>()V", CALL), ("public static touch()V", "    return-void"))
    assert where(states(application(touch), lazy)) == {"start", "ui"}
    assert where(states(application("    return-void"), lazy)) == set()


def test_a_virtual_call_reaches_only_classes_that_have_instances() -> None:
    base = smali("Lt/Base;", ("public go()V", "    return-void"))
    quiet = smali("Lt/Quiet;", ("public go()V", "    return-void"), parent="Lt/Base;")
    loud = smali("Lt/Loud;", ("public go()V", CALL), parent="Lt/Base;")
    code = "    invoke-virtual {v0}, Lt/Base;->go()V\n    return-void"
    assert where(states(application(new("Lt/Loud;") + code), base, quiet, loud)) == {"start", "ui"}
    assert where(states(application(new("Lt/Quiet;") + code), base, quiet, loud)) == set()


def test_an_instance_made_later_opens_a_call_seen_before() -> None:
    base = smali("Lt/Base;", ("public go()V", "    return-void"))
    loud = smali("Lt/Loud;", ("public go()V", CALL), parent="Lt/Base;")
    maker = smali("Lt/Maker;", ("public static make()V", new("Lt/Loud;") + "    return-void"))
    code = new("Lt/Base;") + "    invoke-virtual {v0}, Lt/Base;->go()V\n    invoke-static {}, Lt/Maker;->make()V\n    return-void"
    assert where(states(application(code), base, loud, maker)) == {"start", "ui"}


RUNNABLE = smali("Lt/Task;", ("public run()V", CALL), interfaces=("Ljava/lang/Runnable;",))

HANDED_OVER = {
    "thread": "    new-instance v1, Ljava/lang/Thread;\n    invoke-direct {v1, v0}, Ljava/lang/Thread;-><init>(Ljava/lang/Runnable;)V\n"
    "    invoke-virtual {v1}, Ljava/lang/Thread;->start()V\n",
    "executor": "    invoke-static {}, Ljava/util/concurrent/Executors;->newCachedThreadPool()Ljava/util/concurrent/ExecutorService;\n"
    "    move-result-object v1\n"
    "    invoke-interface {v1, v0}, Ljava/util/concurrent/ExecutorService;->execute(Ljava/lang/Runnable;)V\n",
    "handler": "    new-instance v1, Landroid/os/Handler;\n    invoke-direct {v1}, Landroid/os/Handler;-><init>()V\n"
    "    invoke-virtual {v1, v0}, Landroid/os/Handler;->post(Ljava/lang/Runnable;)Z\n",
}


@pytest.mark.parametrize("way", HANDED_OVER)
def test_a_runnable_runs_at_start_once_it_is_handed_over(way: str) -> None:
    assert where(states(application(new("Lt/Task;") + HANDED_OVER[way] + "    return-void"), RUNNABLE)) == {"start", "ui"}


def test_a_runnable_that_is_made_but_never_handed_over_does_not_run() -> None:
    assert where(states(application(new("Lt/Task;") + "    return-void"), RUNNABLE)) == set()


def test_a_thread_subclass_runs_when_it_is_started() -> None:
    worker = smali("Lt/Worker;", ("public run()V", CALL), parent="Ljava/lang/Thread;")
    start = "    invoke-virtual {v0}, Lt/Worker;->start()V\n"
    assert where(states(application(new("Lt/Worker;") + start + "    return-void"), worker)) == {"start", "ui"}
    assert where(states(application(new("Lt/Worker;") + "    return-void"), worker)) == set()


def test_an_async_task_runs_when_it_is_executed() -> None:
    parent = "Landroid/os/AsyncTask;"
    body = "    invoke-static {}, Lt/Leak;->leak()V\n    const/4 v0, 0x0\n    return-object v0"
    header = "protected varargs doInBackground([Ljava/lang/Object;)Ljava/lang/Object;"
    task = smali("Lt/Job;", (header, body), parent=parent)
    go = f"    const/4 v1, 0x0\n    invoke-virtual {{v0, v1}}, Lt/Job;->execute([Ljava/lang/Object;){parent}\n"
    assert where(states(application(new("Lt/Job;") + go + "    return-void"), task)) == {"start", "ui"}
    assert where(states(application(new("Lt/Job;") + "    return-void"), task)) == set()


def test_a_handler_subclass_handles_messages_that_are_sent() -> None:
    handler = smali("Lt/H;", ("public handleMessage(Landroid/os/Message;)V", CALL), parent="Landroid/os/Handler;")
    send = "    const/4 v1, 0x1\n    invoke-virtual {v0, v1}, Lt/H;->sendEmptyMessage(I)Z\n"
    assert where(states(application(new("Lt/H;") + send + "    return-void"), handler)) == {"start", "ui"}
    assert where(states(application(new("Lt/H;") + "    return-void"), handler)) == set()


def test_a_click_listener_runs_on_the_users_action_only() -> None:
    listener = smali("Lt/Click;", ("public onClick(Landroid/view/View;)V", CALL), interfaces=("Landroid/view/View$OnClickListener;",))
    code = new("Lt/Click;") + "    invoke-virtual {v1, v0}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V\n"
    main = screen(("protected onCreate(Landroid/os/Bundle;)V", "    const/4 v1, 0x0\n" + code + "    return-void"))
    assert where(states(application("    return-void"), main, listener)) == {"ui"}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("protected onCreate(Landroid/os/Bundle;)V", {"start", "ui"}),
        ("protected onResume()V", {"start", "ui"}),
        ("public onWindowFocusChanged(Z)V", {"start", "ui"}),
        ("protected onPause()V", {"ui"}),
        ("protected onDestroy()V", {"ui"}),
        ("public onBackPressed()V", {"ui"}),
        ("protected onActivityResult(IILandroid/content/Intent;)V", {"ui"}),
        ("public onRequestPermissionsResult(I[Ljava/lang/String;[I)V", {"ui"}),
    ],
)
def test_a_launchers_callbacks_run_at_their_time(method: str, expected: set[str]) -> None:
    assert where(states(application("    return-void"), screen((method, CALL)))) == expected


def test_a_method_that_a_layout_can_name_runs_on_the_users_action() -> None:
    assert where(states(application("    return-void"), screen(("public pay(Landroid/view/View;)V", CALL)))) == {"ui"}


def test_a_base_class_between_screen_and_framework_runs_too() -> None:
    base = smali("Lt/BaseScreen;", ("protected onCreate(Landroid/os/Bundle;)V", CALL), parent="Landroid/app/Activity;")
    main = smali(SCREEN, parent="Lt/BaseScreen;")
    assert where(states(application("    return-void"), base, main)) == {"start", "ui"}


def test_a_service_runs_in_the_background_when_others_can_start_it() -> None:
    service = smali(
        "Lt/Sync;",
        (
            "public onStartCommand(Landroid/content/Intent;II)I",
            "    invoke-static {}, Lt/Leak;->leak()V\n    const/4 v0, 0x1\n    return v0",
        ),
        parent="Landroid/app/Service;",
    )
    assert where(states(application("    return-void"), service, background=("Lt/Sync;",))) == {"background"}


def test_a_closed_service_that_nothing_names_never_runs() -> None:
    service = smali("Lt/Sync;", ("public onCreate()V", CALL), parent="Landroid/app/Service;")
    kinds = {"Lt/Sync;": graphs.SERVICE}
    assert where(states(application("    return-void"), service, components=kinds)) == set()


def test_a_service_started_by_the_application_runs_at_start() -> None:
    service = smali("Lt/Sync;", ("public onCreate()V", CALL), parent="Landroid/app/Service;")
    code = (
        "    new-instance v0, Landroid/content/Intent;\n    const-class v1, Lt/Sync;\n"
        "    invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V\n"
    )
    start = "    invoke-virtual {p0, v0}, Lt/App;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;\n"
    kinds = {"Lt/Sync;": graphs.SERVICE}
    assert where(states(application(code + start + "    return-void"), service, components=kinds)) == {
        "start",
        "ui",
        "background",
    }
    assert where(states(application(code + "    return-void"), service, components=kinds)) == {"ui", "background"}


def test_a_receiver_registered_in_code_runs_in_the_background() -> None:
    receiver = smali(
        "Lt/Net;",
        ("public onReceive(Landroid/content/Context;Landroid/content/Intent;)V", CALL),
        parent="Landroid/content/BroadcastReceiver;",
    )
    types = "Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;"
    register = f"    const/4 v1, 0x0\n    invoke-virtual {{p0, v0, v1}}, Lt/App;->registerReceiver({types})Landroid/content/Intent;\n"
    assert where(states(application(new("Lt/Net;") + register + "    return-void"), receiver)) == {"background"}


def test_a_receiver_that_the_manifest_declares_waits_for_no_registration() -> None:
    receiver = smali(
        "Lt/Boot;",
        ("public onReceive(Landroid/content/Context;Landroid/content/Intent;)V", CALL),
        parent="Landroid/content/BroadcastReceiver;",
    )
    assert where(states(application("    return-void"), receiver, background=("Lt/Boot;",))) == {"background"}


def test_the_method_that_a_virtual_call_names_is_no_step() -> None:
    base = smali("Lt/Base;", ("public go()V", "    return-void"))
    loud = smali("Lt/Loud;", ("public go()V", CALL), parent="Lt/Base;")
    found = states(application(new("Lt/Loud;") + "    invoke-virtual {v0}, Lt/Base;->go()V\n    return-void"), base, loud)
    assert path(found) == ["Lt/App;->onCreate()V", "Lt/Loud;->go()V", TARGET]
    graph = found_graphs[id(found)]
    method = graph.program.find_method(TARGET)
    assert method is not None
    steps = found.start.route(graph, method).steps
    assert [step.kind for step in steps] == [walks.CALLBACK, walks.CALL, walks.CALL]
    assert [step.row == NONE for step in steps] == [True, False, False]


def test_reflection_with_constant_names_reaches_its_method() -> None:
    code = (
        '    const-string v0, "t.Leak"\n    invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;\n'
        '    move-result-object v0\n    const-string v1, "leak"\n    const/4 v2, 0x0\n'
        "    invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;\n"
        "    return-void"
    )
    found = states(application(code))
    assert where(found) == {"start", "ui"}
    method = found_graphs[id(found)].program.find_method(TARGET)
    assert method is not None
    assert found.start.route(found_graphs[id(found)], method).reflected


def test_a_cyclic_hierarchy_ends() -> None:
    left = smali("Lt/Left;", ("public go()V", CALL), parent="Lt/Right;")
    right = smali("Lt/Right;", parent="Lt/Left;")
    code = new("Lt/Left;") + "    invoke-virtual {v0}, Lt/Right;->go()V\n    return-void"
    assert where(states(application(code), left, right)) == {"start", "ui"}


def test_what_runs_when_the_user_agrees_lies_past_a_gate_if_start_asks() -> None:
    ask = smali("Lt/Ask;", ("public static ask()V", "    return-void"), ("public static yes()V", CALL))
    sources = (application("    invoke-static {}, Lt/Ask;->ask()V\n    return-void"), ask, smali("Lt/Leak;", LEAK))
    program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(sources)}))])
    graph = graphs.build(program, {})
    yes, asking, other, leak = (program.find_method(each) for each in ("Lt/Ask;->yes()V", "Lt/Ask;->ask()V", "Lt/Ask;-><init>()V", TARGET))
    assert yes is not None
    assert asking is not None
    assert other is not None
    entries = EntryPoints((APPLICATION,), (), (), (), ())
    found = reach(graph, entries, agreed={yes: asking})
    assert (found.start.seen[leak], found.gated.seen[leak]) == (0, 1)
    assert reach(graph, entries, agreed={yes: other}).gated.seen[leak] == 0
