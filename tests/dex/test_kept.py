from __future__ import annotations

import pytest
from tests.dex.test_reach import LEAK, OBJECT, application, new, smali
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.flow import MAX_UNITS
from mingcha.dex.kept import Kept
from mingcha.dex.reach import EntryPoints, reach
from mingcha.dex.sharpen import Sharpener

pytestmark = pytest.mark.debian

RUNNABLE, HANDLER = "Ljava/lang/Runnable;", "Landroid/os/Handler;"
FIELD = f"Lt/Owner;->task:{RUNNABLE}"
POST = f"    invoke-virtual {{v1, v0}}, {HANDLER}->post({RUNNABLE})Z\n"
BACK = f"    invoke-virtual {{v1, v0}}, {HANDLER}->removeCallbacks({RUNNABLE})V\n"
STORE = f"    iput-object v0, p0, {FIELD}\n"
LOAD = f"    iget-object v0, p0, {FIELD}\n"
RUN = ("public run()V", "    invoke-static {}, Lt/Leak;->leak()V\n    return-void")
TASK = smali("Lt/Task;", RUN, interfaces=(RUNNABLE,))
OTHER = smali("Lt/Other;", ("public run()V", "    return-void"), interfaces=(RUNNABLE,))
MAKE = new("Lt/Task;")


def owner(made: str, *methods: tuple[str, str]) -> str:
    """Return a class whose method make() does something, with a field for a task and a static one."""
    handed = (f"public static hand({RUNNABLE})V", "    return-void")
    text = smali("Lt/Owner;", ("public make()V", f"{made}    return-void"), handed, *methods)
    fields = f".super {OBJECT}\n.field public task:{RUNNABLE}\n.field public static shared:{RUNNABLE}"
    return text.replace(f".super {OBJECT}", fields)


def at_start(made: str, *methods: tuple[str, str], task: str = TASK) -> bool:
    """Tell whether the task of an owner runs at start, where another one is posted and all of the owner's methods are called."""
    calls = "".join(f"    invoke-virtual {{v0}}, Lt/Owner;->{name.split()[-1]}\n" for name in ("make()V", *(head for head, _ in methods)))
    post = new("Lt/Other;") + POST
    texts = (application(new("Lt/Owner;") + calls + post + "    return-void"), owner(made, *methods), task, OTHER, smali("Lt/Leak;", LEAK))
    program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(texts)}))])
    graph = graphs.build(program, {})
    wanted = program.find_method("Lt/Leak;->leak()V")
    assert wanted is not None
    entries = EntryPoints(("Lt/App;",), (), (), (), ())
    assert reach(graph, entries).start.seen[wanted]
    return bool(reach(graph, entries, Sharpener(graph, Resolver(program), [wanted]).sharpen).start.seen[wanted])


@pytest.mark.parametrize(
    ("made", "methods"),
    [
        (MAKE, ()),
        (MAKE + STORE, ()),
        (MAKE + "    move-object v2, v0\n    iput-object v2, p0, " + FIELD + "\n", ()),
        (MAKE + STORE, (("public stop()V", LOAD + BACK + "    return-void"),)),
        (MAKE + STORE, (("public look()V", LOAD + "    if-eqz v0, :end\n    nop\n    :end\n    return-void"),)),
        (MAKE + STORE + new("Lt/Other;") + POST, ()),
        (MAKE + STORE + f"    invoke-static {{}}, Lt/Owner;->a(){RUNNABLE}\n    move-result-object v0\n" + POST, ()),
    ],
)
def test_an_object_that_is_only_stored_does_not_run(made: str, methods: tuple[tuple[str, str], ...]) -> None:
    assert at_start(made, *methods) is False


@pytest.mark.parametrize(
    ("made", "methods"),
    [
        (MAKE + POST, ()),
        (MAKE + STORE + POST, ()),
        (MAKE + "    move-object v2, v0\n    const/4 v0, 0x0\n    move-object/from16 v0, v2\n" + POST, ()),
        (MAKE + STORE, (("public go()V", LOAD + POST + "    return-void"),)),
        (MAKE + STORE, ((f"public get(){RUNNABLE}", LOAD + "    return-object v0"),)),
        (MAKE + f"    invoke-static {{v0}}, Lt/Owner;->hand({RUNNABLE})V\n", ()),
        (MAKE + f"    sput-object v0, Lt/Owner;->shared:{RUNNABLE}\n", ()),
        (MAKE + f"    const/4 v3, 0x1\n    new-array v2, v3, [{OBJECT}\n    const/4 v3, 0x0\n    aput-object v0, v2, v3\n", ()),
        (MAKE + f"    filled-new-array {{v0}}, [{OBJECT}\n", ()),
        (MAKE + "    invoke-interface {v0}, " + RUNNABLE + "->run()V\n", ()),
    ],
)
def test_an_object_that_gets_away_may_run(made: str, methods: tuple[tuple[str, str], ...]) -> None:
    assert at_start(made, *methods) is True


def test_a_constructor_may_hand_its_own_object_on() -> None:
    body = f"    invoke-direct {{p0}}, {OBJECT}-><init>()V\n"
    posting = TASK.replace(body, body + f"    invoke-static {{p0}}, Lt/Owner;->hand({RUNNABLE})V\n")
    assert posting != TASK
    assert at_start(MAKE + STORE, task=posting) is True


def test_a_constructor_of_too_much_code_may_hand_its_own_object_on() -> None:
    body = f"    invoke-direct {{p0}}, {OBJECT}-><init>()V\n"
    posting = TASK.replace(body, body + f"    invoke-static {{p0}}, Lt/Owner;->hand({RUNNABLE})V\n" + "    nop\n" * MAX_UNITS)
    assert posting != TASK
    assert at_start(MAKE + STORE, task=posting) is True


def test_an_object_whose_superclass_is_the_frameworks_may_run() -> None:
    assert at_start(MAKE + STORE, task=smali("Lt/Task;", RUN, parent="Landroid/os/Binder;", interfaces=(RUNNABLE,))) is True


def test_what_is_asked_again_is_not_new() -> None:
    texts = (application(MAKE + "    return-void"), TASK, smali("Lt/Leak;", LEAK))
    program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(texts)}))])
    graph = graphs.build(program, {})
    start = reach(graph, EntryPoints(("Lt/App;",), (), (), (), ())).start
    assert Kept(graph, Resolver(program).origins).find(start, []) is None
