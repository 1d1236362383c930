"""Values through fields, helpers and resources."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sinks import (
    AB,
    AB_ARRAY,
    ADD,
    APPEND,
    ASK,
    CLINIT,
    INIT,
    LIST,
    NEW_BUILDER,
    NEW_LIST,
    PARSE,
    SINK,
    SINK_ARRAY,
    SINK_INT,
    SINK_URI,
    TEXTS,
    TO_STRING,
    URI,
    Case,
    call,
    field,
    found_by,
    method,
    program_of,
    sink_rows,
    static_read,
    to_array,
    uri,
)

from mingcha.dex.arguments import Resolver, resolve_arguments
from mingcha.dex.constants import STRING, UNKNOWN, Kind, Value, array, choice, number, text
from mingcha.dex.program import load

if TYPE_CHECKING:
    from mingcha.dex.program import Program

VERIFIED = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("arguments_of_corpus.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

CASES = [
    Case("initial_value", field("F", value='"a"') + method("m()V", f"{static_read('F')}\n{SINK}"), [text("a")]),
    Case("initial_number", field("F", "I", "0x7") + method("m()V", f"sget v0, SELF->F:I\n{SINK_INT}"), [number(7)]),
    Case(
        "set_by_static_initialiser",
        field("F", URI)
        + method(CLINIT, f'const-string v0, "content://sms"\n{PARSE}\nsput-object v0, SELF->F:{URI}', "static constructor")
        + method("m()V", f"{static_read('F', URI)}\n{SINK_URI}"),
        [uri("content://sms")],
    ),
    Case(
        "array_set_by_static_initialiser",
        field("F", "[Ljava/lang/String;")
        + method(
            CLINIT,
            'const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nconst-string v3, "a"\naput-object v3, v0, v2\n'
            "sput-object v0, SELF->F:[Ljava/lang/String;",
            "static constructor",
        )
        + method("m()V", f"{static_read('F', '[Ljava/lang/String;')}\n{SINK_ARRAY}"),
        [array("[Ljava/lang/String;", [text("a")])],
    ),
    Case(
        "static_set_in_two_places",
        field("F")
        + method(CLINIT, 'const-string v0, "a"\nsput-object v0, SELF->F:Ljava/lang/String;', "static constructor")
        + method("w()V", 'const-string v0, "b"\nsput-object v0, SELF->F:Ljava/lang/String;')
        + method("m()V", f"{static_read('F')}\n{SINK}"),
        [AB],
    ),
    Case(
        "static_also_set_to_something",
        field("F", value='"a"')
        + method("w()V", f"{ASK}\nmove-result-object v0\nsput-object v0, SELF->F:Ljava/lang/String;")
        + method("m()V", f"{static_read('F')}\n{SINK}"),
        [choice([text("a"), UNKNOWN])],
    ),
    Case(
        "static_set_through_a_subclass",
        field("F", value='"a"')
        + method("w()V", 'const-string v0, "b"\nsput-object v0, Lt/Sub;->F:Ljava/lang/String;')
        + method("m()V", f"{static_read('F')}\n{SINK}"),
        [AB],
        others=(".class public Lt/Sub;\n.super Lt/static_set_through_a_subclass;\n",),
    ),
    Case(
        "number_that_may_still_be_zero",
        field("F", "I") + method("w()V", "const/4 v0, 5\nsput v0, SELF->F:I") + method("m()V", f"sget v0, SELF->F:I\n{SINK_INT}"),
        [choice([number(0), number(5)])],
    ),
    Case(
        "set_by_constructor",
        field("F", flags="private")
        + method("<init>()V", INIT + 'const-string v0, "a"\niput-object v0, p0, SELF->F:Ljava/lang/String;', "constructor")
        + method("m()V", f"iget-object v0, p0, SELF->F:Ljava/lang/String;\n{SINK}", "private"),
        [Value(Kind.CHOICE, items=(text("a"),), complete=False)],
    ),
    Case(
        "helper_returns_constant",
        method("h()Ljava/lang/String;", 'const-string v0, "a"\nreturn-object v0')
        + method("m()V", f"invoke-static {{}}, SELF->h()Ljava/lang/String;\nmove-result-object v0\n{SINK}"),
        [text("a")],
    ),
    Case(
        "helper_returns_one_of_two",
        method("h()Ljava/lang/String;", 'const-string v0, "a"\nif-eqz v1, :b\nreturn-object v0\n:b\nconst-string v0, "b"\nreturn-object v0')
        + method("m()V", f"invoke-static {{}}, SELF->h()Ljava/lang/String;\nmove-result-object v0\n{SINK}"),
        [AB],
    ),
    Case(
        "helper_returns_what_it_gets",
        method("h(JLjava/lang/String;)Ljava/lang/String;", "move-object v0, p2\nreturn-object v0")
        + method(
            "m()V",
            'const-wide v0, 1\nconst-string v2, "a"\ninvoke-static {v0, v1, v2}, SELF->h(JLjava/lang/String;)Ljava/lang/String;\n'
            f"move-result-object v0\n{SINK}",
        ),
        [text("a")],
    ),
    Case(
        "helper_adds_to_what_it_gets",
        method(
            "h(Ljava/lang/String;)Ljava/lang/String;",
            f'{NEW_BUILDER}\nmove-object v1, p0\n{APPEND}\nconst-string v1, "/b"\n{APPEND}\n{TO_STRING}\nreturn-object v0',
        )
        + method(
            "m()V",
            f'const-string v0, "a"\ninvoke-static {{v0}}, SELF->h(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\n{SINK}\n'
            f'const-string v0, "c"\ninvoke-static {{v0}}, SELF->h(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\n{SINK}',
        ),
        [text("a/b"), text("c/b")],
    ),
    Case(
        "helper_that_calls_itself",
        method(
            "h(Ljava/lang/String;)Ljava/lang/String;",
            "invoke-static {p0}, SELF->h(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\nreturn-object v0",
        )
        + method(
            "m()V",
            f'const-string v0, "a"\ninvoke-static {{v0}}, SELF->h(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\n{SINK}',
        ),
        [UNKNOWN],
    ),
    Case(
        "array_of_one_caller",
        method("h([Ljava/lang/String;)V", f"move-object v0, p0\n{SINK_ARRAY}")
        + method("m()V", f"{AB_ARRAY}\n{call('SELF->h([Ljava/lang/String;)V', 'v0')}"),
        [array(TEXTS, [text("a"), text("b")])],
    ),
    Case(
        "element_at_a_known_place",
        field("F", TEXTS)
        + method(CLINIT, f"{AB_ARRAY}\nsput-object v0, SELF->F:{TEXTS}", "static constructor")
        + method("m()V", f"{static_read('F', TEXTS)}\nconst/4 v1, 1\naget-object v0, v0, v1\n{SINK}"),
        [text("b")],
    ),
    Case(
        "element_in_a_loop",
        field("F", TEXTS)
        + method(CLINIT, f"{AB_ARRAY}\nsput-object v0, SELF->F:{TEXTS}", "static constructor")
        + method(
            "m()V",
            f"const/4 v1, 0\n:l\n{static_read('F', TEXTS)}\naget-object v0, v0, v1\n{SINK}\nadd-int/lit8 v1, v1, 1\nif-nez v7, :l",
        ),
        [AB],
    ),
    Case(
        "list_of_one_caller",
        method("h(Ljava/util/List;)V", f"const/4 v1, 0\nnew-array v0, v1, {TEXTS}\n{to_array('p0', 'v0')}\n{SINK_ARRAY}")
        + method("m()V", f'{NEW_LIST}\nconst-string v1, "a"\n{ADD}\n{call("SELF->h(Ljava/util/List;)V", "v0")}'),
        [array(LIST, [text("a")], complete=False)],
    ),
    Case(
        "constructor_fills_a_field_from_its_parameter",
        field("F", flags="private")
        + method(
            "<init>(Ljava/lang/String;)V",
            f"{INIT}iput-object p1, p0, SELF->F:{STRING}",
            "constructor",
        )
        + method("m()V", f"iget-object v0, p0, SELF->F:{STRING}\n{SINK}", "private")
        + method(
            "n()V",
            'new-instance v0, SELF\nconst-string v1, "a"\ninvoke-direct {v0, v1}, SELF-><init>(Ljava/lang/String;)V',
        ),
        [Value(Kind.CHOICE, items=(text("a"),), complete=False)],
    ),
    Case(
        "own_package_name",
        method(
            "m()V",
            f"invoke-virtual {{p0}}, SELF->getPackageName(){STRING}\nmove-result-object v0\n{SINK}\n"
            f"invoke-virtual {{p0}}, Landroid/content/ComponentName;->getPackageName(){STRING}\nmove-result-object v0\n{SINK}",
            "private",
        ),
        [text("com.example.own"), UNKNOWN],
        superclass="Landroid/app/Service;",
    ),
    Case(
        "resource",
        method(
            "m()V",
            "const v1, 0x7f010001\ninvoke-virtual {p0, v1}, Landroid/content/Context;->getString(I)Ljava/lang/String;\n"
            f"move-result-object v0\n{SINK}\nconst v1, 0x7f010002\n"
            "invoke-virtual {p0, v1}, SELF->getString(I)Ljava/lang/String;\n"
            f"move-result-object v0\n{SINK}",
            "private",
        ),
        [text("来自资源"), UNKNOWN],
    ),
]


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(CASES)


@pytest.mark.debian
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_at_the_sink(program: Program, case: Case) -> None:
    assert found_by(program, case) == case.expected


@pytest.mark.debian
def test_budget_leaves_unknown_values(program: Program) -> None:
    rows = np.array(sink_rows(program))
    values = {value for values in resolve_arguments(program, rows, budget=0) for value in values}
    assert values == {UNKNOWN}


@pytest.mark.debian
def test_one_argument_is_the_same_as_all(program: Program) -> None:
    whole, single = Resolver(program), Resolver(program)
    for row in sink_rows(program):
        values = whole.arguments(row)
        assert tuple(single.argument(row, place) for place in range(len(values))) == values
        assert single.argument(row, len(values)) == UNKNOWN


@pytest.mark.debian
def test_receiver_type_is_exact_where_the_method_made_the_object() -> None:
    body = (
        "new-instance v0, Lt/Other;\ninvoke-direct {v0}, Lt/Other;-><init>()V\ninvoke-virtual {v0}, Lt/Base;->go()V\n"
        "invoke-static {}, Lt/Other;->get()Lt/Base;\nmove-result-object v0\ninvoke-virtual {v0}, Lt/Base;->go()V"
    )
    program = program_of([Case("receiver", body, [])])
    resolver = Resolver(program)
    rows = np.flatnonzero(program.call_callee == program.find_method("Lt/Base;->go()V")).tolist()
    assert [resolver.receiver_type(row) for row in rows] == ["Lt/Other;", None]


@pytest.mark.debian
def test_texts_that_double_do_not_multiply_the_work() -> None:
    double = f"{call(f'{STRING}->concat({STRING}){STRING}', 'v0', 'v0', op='invoke-virtual')}\nmove-result-object v0"
    helper = method("h(Ljava/lang/String;)Ljava/lang/String;", "move-object v0, p0\n" + f"{double}\n" * 20 + "return-object v0")
    ask = f'const-string v0, "abc"\n{call("SELF->h(Ljava/lang/String;)Ljava/lang/String;", "v0")}\nmove-result-object v0\n{SINK}'
    program = program_of([Case("doubled", helper + method("m()V", ask), [])])
    resolver = Resolver(program)
    (value,) = resolver.arguments(sink_rows(program)[0])
    assert (value.complete, value.prefixes()[0][:9], resolver.is_limited) == (False, "abcabcabc", False)
    assert resolver._work_left > 399_000


@pytest.mark.debian
def test_work_is_limited(program: Program) -> None:
    resolver = Resolver(program)
    resolver._work_left = 3
    values = [value for row in sink_rows(program) for value in resolver.arguments(row)]
    assert (resolver.is_limited, values[-1]) == (True, UNKNOWN)


@pytest.mark.corpus
@pytest.mark.parametrize("package", sorted({row[0] for row in VERIFIED}))
def test_what_was_read_by_hand_in_real_packages(corpus: Path, package: str) -> None:
    with zipfile.ZipFile(corpus / package) as archive:
        dexes = [(name, archive.read(name)) for name in sorted(archive.namelist()) if re.fullmatch(r"classes\d*\.dex", name)]
    real = load(dexes)
    resolver = Resolver(real)
    for caller, pc, callee, place, kind, words in (row[1:] for row in VERIFIED if row[0] == package):
        rows = np.flatnonzero((real.call_caller == real.find_method(caller)) & (real.call_pc == int(pc, 16)))
        value = resolver.argument(int(rows[0]), int(place))
        texts = value.texts() if kind == "whole" else value.prefixes()
        assert callee in real.signature(int(real.call_callee[rows[0]]))
        assert (value.complete, texts) == (kind == "whole", (words,)), (caller, pc)
