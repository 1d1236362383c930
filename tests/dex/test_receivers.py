from __future__ import annotations

import numpy as np
import pytest
from tests.dex.test_reach import application, new, smali
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.reach import EntryPoints, reach
from mingcha.dex.receivers import Receivers
from mingcha.dex.sharpen import Sharpener

pytestmark = pytest.mark.debian

OBJECT, LIST = "Ljava/lang/Object;", "Ljava/util/ArrayList;"
GO = "    invoke-virtual {v0}, Lt/Base;->go()V\n    return-void"
BASE = smali("Lt/Base;", ("public go()V", "    return-void"))
ONE, TWO = (smali(f"Lt/{name};", ("public go()V", "    return-void"), parent="Lt/Base;") for name in ("One", "Two"))


def hub(*methods: tuple[str, str], field: str = "base:Lt/Base;") -> str:
    text = smali("Lt/Hub;", *methods)
    return text.replace(f".super {OBJECT}", f".super {OBJECT}\n.field public static {field}\n.field public static more:{LIST}")


def types(*classes: str) -> set[str] | None:
    """Return the classes that the receiver of the only call of Base.go can have."""
    sources = {f"{number}.smali": text for number, text in enumerate((*classes, BASE, ONE, TWO))}
    program = programs.load([("classes.dex", assemble_dex(sources))])
    graph = graphs.build(program, {})
    (row,) = np.flatnonzero(program.call_callee == program.find_method("Lt/Base;->go()V")).tolist()
    found = Receivers(graph, Resolver(program)).types(row)
    return None if found is None else {program.type_name(type_)[3:-1] for type_ in found}


def test_a_receiver_made_in_the_method_is_known() -> None:
    assert types(application(new("Lt/One;") + GO)) == {"One"}


def test_a_receiver_made_in_two_ways_is_one_of_two() -> None:
    either = "    if-eqz p0, :other\n" + new("Lt/One;") + "    goto :go\n    :other\n" + new("Lt/Two;") + "    :go\n"
    assert types(application(either + GO)) == {"One", "Two"}


def test_a_field_holds_what_is_written_to_it() -> None:
    put = "    sput-object v0, Lt/Hub;->base:Lt/Base;\n"
    get = ("public static fire()V", "    sget-object v0, Lt/Hub;->base:Lt/Base;\n" + GO)
    assert types(application(new("Lt/One;") + put + "    return-void"), hub(get)) == {"One"}
    assert types(application(new("Lt/One;") + put + new("Lt/Two;") + put + "    return-void"), hub(get)) == {"One", "Two"}
    assert types(application("    const/4 v0, 0x0\n" + put + "    return-void"), hub(get)) is None
    assert types(hub(get)) is None


def test_a_parameter_is_what_all_callers_hand_over() -> None:
    fire = ("public static fire(Lt/Base;)V", GO.replace("v0", "p0"))
    call = "    invoke-static {v0}, Lt/Hub;->fire(Lt/Base;)V\n"
    assert types(application(new("Lt/One;") + call + new("Lt/Two;") + call + "    return-void"), hub(fire)) == {"One", "Two"}
    unknown = "    invoke-static {}, Lt/Other;->some()Lt/Base;\n    move-result-object v0\n"
    assert types(application(new("Lt/One;") + call + unknown + call + "    return-void"), hub(fire)) is None


def test_a_result_is_what_the_method_returns() -> None:
    make = ("public static make()Lt/Base;", new("Lt/Two;") + "    return-object v0")
    assert types(application("    invoke-static {}, Lt/Hub;->make()Lt/Base;\n    move-result-object v0\n" + GO), hub(make)) == {"Two"}


TAKE = (
    "public static fire()V",
    f"    sget-object v0, Lt/Hub;->base:{LIST}\n    const/4 v1, 0x0\n    invoke-virtual {{v0, v1}}, {LIST}->get(I){OBJECT}\n"
    "    move-result-object v0\n    check-cast v0, Lt/Base;\n" + GO,
)
FRESH = new(LIST) + f"    sput-object v0, Lt/Hub;->base:{LIST}\n"


def put(name: str, method: str = f"add({OBJECT})Z") -> str:
    return f"    sget-object v1, Lt/Hub;->base:{LIST}\n" + new(name) + f"    invoke-virtual {{v1, v0}}, {LIST}->{method}\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (FRESH + put("Lt/One;"), {"One"}),
        (FRESH + put("Lt/One;") + put("Lt/Two;"), {"One", "Two"}),
        (FRESH, set()),
        (FRESH + put("Lt/One;") + put(LIST, "addAll(Ljava/util/Collection;)Z"), None),
        (FRESH + put("Lt/One;") + f"    invoke-static {{v1}}, Lt/Hub;->fill({LIST})V\n", None),
        (put("Lt/One;") + f"    sget-object v0, Lt/Hub;->more:{LIST}\n    sput-object v0, Lt/Hub;->base:{LIST}\n", None),
    ],
)
def test_a_list_gives_what_is_put_into_it(code: str, expected: set[str] | None) -> None:
    fill = (f"public static fill({LIST})V", "    return-void")
    assert types(application(code + "    return-void"), hub(TAKE, fill, field=f"base:{LIST}")) == expected


def test_a_walk_is_sharpened_on_the_way_to_what_is_wanted() -> None:
    leak = smali("Lt/Loud;", ("public go()V", "    invoke-static {}, Lt/Leak;->leak()V\n    return-void"), parent="Lt/Base;")
    code = application(new("Lt/Loud;") + new("Lt/One;") + GO)
    texts = (code, leak, BASE, ONE, smali("Lt/Leak;", ("public static leak()V", "    return-void")))
    program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(texts)}))])
    graph = graphs.build(program, {})
    wanted = program.find_method("Lt/Leak;->leak()V")
    assert wanted is not None
    entries = EntryPoints(("Lt/App;",), (), (), (), ())
    sharpener = Sharpener(graph, Resolver(program), [wanted])
    assert reach(graph, entries).start.seen[wanted]
    assert not reach(graph, entries, sharpener.sharpen).start.seen[wanted]


def handed(*classes: str) -> set[str] | None:
    """Return the classes that the argument of the only call of take can have."""
    program = programs.load([("classes.dex", assemble_dex({f"{n}.smali": text for n, text in enumerate((*classes, BASE, ONE, TWO))}))])
    (row,) = np.flatnonzero(program.call_callee == program.find_method("Lx/Web;->take(Ljava/lang/Object;)V")).tolist()
    found = Receivers(graphs.build(program, {}), Resolver(program)).handed(row, 0)
    return None if found is None else {program.type_name(type_) for type_ in found}


def test_an_argument_of_open_content_is_what_it_is_declared_as() -> None:
    take = "    invoke-static {v0}, Lx/Web;->take(Ljava/lang/Object;)V\n    return-void"
    assert handed(application(new("Lt/One;") + take)) == {"Lt/One;"}
    assert handed(hub(("public fire()V", take.replace("v0", "p0")))) == {"Lt/Hub;"}
    assert handed(hub(("public fire(Lt/Base;)V", take.replace("v0", "p1")))) == {"Lt/Base;"}
    assert handed(hub(("public static fire(ILt/Base;)V", take.replace("v0", "p1")))) == {"Lt/Base;"}
    assert handed(hub(("public static fire()V", "    sget-object v0, Lt/Hub;->base:Lt/Base;\n" + take))) == {"Lt/Base;"}
    assert handed(hub(("public static fire(Ljava/lang/Object;)V", take.replace("v0", "p0")))) is None
