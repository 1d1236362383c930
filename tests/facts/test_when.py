from __future__ import annotations

from typing import TYPE_CHECKING

from tests.dex.dexwriter import RETURN, Dex, const_string, invoke

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.first_start import Gate
from mingcha.dex.reach import EntryPoints, reach
from mingcha.facts import when
from mingcha.facts.owner import Owners
from mingcha.facts.when import REFLECTED, Moment, Moments
from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

FOR_NAME = "Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;"
GET_METHOD = "Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;"
START, TIMER = "Lcn/x/App;->onCreate()V", "Lcn/x/Boot;->onReceive(Landroid/content/Context;Landroid/content/Intent;)V"


def app() -> Dex:
    """Return an app whose start calls an SDK, whose receiver calls its own code, and whose screen names a method."""
    dex = Dex()
    application = dex.add("Lcn/x/App;", "Landroid/app/Application;")
    application.method("onCreate()V", [invoke(0x71, "Lcn/jpush/android/A;->init()V"), RETURN], lines=((0, 12),))
    push = dex.add("Lcn/jpush/android/A;")
    push.method("init()V", [invoke(0x71, "Lcn/jpush/android/A;->read()V"), RETURN], 9)
    push.method("read()V", [RETURN], 9)
    boot = dex.add("Lcn/x/Boot;", "Landroid/content/BroadcastReceiver;")
    boot.method("onReceive(Landroid/content/Context;Landroid/content/Intent;)V", [invoke(0x71, "Lcn/x/Work;->go()V"), RETURN])
    dex.add("Lcn/x/Work;").method("go()V", [RETURN], 9)
    screen = dex.add("Lcn/x/Main;", "Landroid/app/Activity;")
    names = [const_string(0, "cn.x.Named"), invoke(0x71, FOR_NAME, 0), const_string(0, "go"), invoke(0x6E, GET_METHOD, 1, 0, 2), RETURN]
    screen.method("onResume()V", names)
    screen.method("onBackPressed()V", [invoke(0x71, "Lcn/x/Clicked;->go()V"), RETURN])
    for name in ("Named", "Clicked", "Idle"):
        dex.add(f"Lcn/x/{name};").method("go()V", [RETURN], 9)
    return dex


ENTRIES = EntryPoints(("Lcn/x/App;",), ("Lcn/x/Main;",), (), ("Lcn/x/Boot;",), ())


def moments(marks: Mapping[str, int] | None = None) -> tuple[programs.Program, Moments]:
    """Return the program and its moments, with gates at the given pcs of methods."""
    program = programs.load([("classes.dex", app().build())])
    graph = graphs.build(program, {"Lcn/x/Main;": graphs.ACTIVITY, "Lcn/x/Boot;": graphs.RECEIVER})
    gates = {(program.find_method(name), pc): Gate("agreed", 0) for name, pc in (marks or {}).items()}
    return program, Moments(graph, reach(graph, ENTRIES), Owners({"cn.jpush.android": "jpush"}, ["cn.x"]), gates)


def of(signature: str) -> Moment:
    program, found = moments()
    method = program.find_method(signature)
    assert method is not None
    return found.of(method)


def path(signature: str) -> list[str]:
    program, found = moments()
    method = program.find_method(signature)
    assert method is not None
    return found.path(method, 0)


def test_code_of_an_sdk_called_at_start_is_initiated_by_the_app() -> None:
    assert of("Lcn/jpush/android/A;->read()V") == Moment(StartState.AT_START, ("start", "ui"), "app", 1.0)
    steps = [f"{START}:12", "Lcn/jpush/android/A;->init()V @jpush", "Lcn/jpush/android/A;->read()V"]
    assert path("Lcn/jpush/android/A;->read()V") == steps


def test_background_and_user_action() -> None:
    assert of("Lcn/x/Work;->go()V")[:2] == (StartState.BACKGROUND, ("background",))
    assert path("Lcn/x/Work;->go()V") == [TIMER, "Lcn/x/Work;->go()V"]
    assert of("Lcn/x/Clicked;->go()V")[:2] == (StartState.USER_ACTION, ("ui",))
    assert path("Lcn/x/Clicked;->go()V") == ["Lcn/x/Main;->onBackPressed()V", "Lcn/x/Clicked;->go()V"]


def test_what_nobody_reaches_has_no_path_and_is_initiated_by_its_owner() -> None:
    assert of("Lcn/x/Idle;->go()V") == Moment(StartState.UNREACHED, (), "app", 1.0)
    assert path("Lcn/x/Idle;->go()V") == []


def test_a_path_through_reflection_is_less_sure() -> None:
    named = of("Lcn/x/Named;->go()V")
    assert (named.state, named.confidence) == (StartState.AT_START, REFLECTED)
    assert path("Lcn/x/Named;->go()V") == ["Lcn/x/Main;->onResume()V", "reflection Lcn/x/Named;->go()V"]


def test_a_gate_before_an_instruction_makes_it_gated_and_names_the_flag() -> None:
    program, found = moments({START: 0, "Lcn/x/Idle;->go()V": 0})
    start, idle = program.find_method(START), program.find_method("Lcn/x/Idle;->go()V")
    assert found.at(start, 0) == found.of(start)._replace(state=StartState.GATED, gate=f"agreed = 0 @ {START}:12")
    assert found.at(start, 3) == found.of(start)
    assert found.at(idle, 0).state is StartState.UNREACHED


def test_an_unknown_library_that_calls_back_the_apps_code_acts_for_the_app() -> None:
    dex = Dex()
    boot = dex.add("Lorg/boot/Provider;", "Landroid/content/ContentProvider;")
    boot.method("onCreate()Z", [invoke(0x71, "Lcn/x/Init;->go()V"), invoke(0x71, "Lorg/boot/Own;->go()V"), RETURN])
    for name in ("Lcn/x/Init;", "Lorg/boot/Own;"):
        dex.add(name).method("go()V", [RETURN], 9)
    program = programs.load([("classes.dex", dex.build())])
    graph = graphs.build(program, {"Lorg/boot/Provider;": graphs.PROVIDER})
    found = Moments(graph, reach(graph, EntryPoints(("Lorg/boot/Provider;",), (), (), (), ())), Owners({}, ["cn.x"]), {})
    by_name = {name: program.find_method(f"{name}->go()V") for name in ("Lcn/x/Init;", "Lorg/boot/Own;")}
    assert {name: found.of(method).initiator for name, method in by_name.items()} == {
        "Lcn/x/Init;": "app",
        "Lorg/boot/Own;": "unknown:org.boot",
    }


def test_an_open_source_library_acts_for_whoever_comes_next() -> None:
    dex = Dex()
    boot = dex.add("Lorg/boot/Provider;", "Landroid/content/ContentProvider;")
    boot.method("onCreate()Z", [invoke(0x71, "Lcom/sdk/Init;->go()V"), invoke(0x71, "Lorg/boot/Own;->go()V"), RETURN])
    dex.add("Lcom/sdk/Init;").method("go()V", [invoke(0x71, "Lorg/boot/Http;->go()V"), RETURN], 9)
    for name in ("Lorg/boot/Own;", "Lorg/boot/Http;"):
        dex.add(name).method("go()V", [RETURN], 9)
    program = programs.load([("classes.dex", dex.build())])
    graph = graphs.build(program, {"Lorg/boot/Provider;": graphs.PROVIDER})
    owners = Owners({"com.sdk": "sdk", "org.boot": "oss:boot"}, ["cn.x"])
    found = Moments(graph, reach(graph, EntryPoints(("Lorg/boot/Provider;",), (), (), (), ())), owners, {})
    moments = {name: found.of(program.find_method(f"{name}->go()V")) for name in ("Lcom/sdk/Init;", "Lorg/boot/Http;", "Lorg/boot/Own;")}
    assert [moment.initiator for moment in moments.values()] == ["sdk", "sdk", "oss:boot"]


def test_a_path_that_begins_with_an_inherited_method_names_the_component() -> None:
    dex = Dex()
    dex.add("Lorg/base/Base;", "Landroid/app/Activity;").method("onResume()V", [invoke(0x71, "Lcn/x/Work;->go()V"), RETURN])
    dex.add("Lcn/x/Main;", "Lorg/base/Base;")
    dex.add("Lcn/x/Work;").method("go()V", [RETURN], 9)
    program = programs.load([("classes.dex", dex.build())])
    graph = graphs.build(program, {"Lcn/x/Main;": graphs.ACTIVITY})
    found = Moments(graph, reach(graph, EntryPoints((), ("Lcn/x/Main;",), (), (), ())), Owners({}, ["cn.x"]), {})
    method = program.find_method("Lcn/x/Work;->go()V")
    assert method is not None
    assert found.path(method, 0) == ["Lcn/x/Main;", "callback Lorg/base/Base;->onResume()V @unknown:org.base", "Lcn/x/Work;->go()V @app"]


def test_paths_beyond_the_limit_are_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(when, "MAX_LINES", 4)
    program, found = moments()
    method = program.find_method("Lcn/jpush/android/A;->read()V")
    assert method is not None
    assert (len(found.path(method, 0)), found.is_limited) == (3, False)
    assert (found.path(method, 0), found.is_limited) == ([], True)
