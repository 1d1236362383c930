"""What one method alone tells about the values in its registers."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sinks import (
    AB,
    AB_ARRAY,
    APPEND,
    ASK,
    NEW_BUILDER,
    PARSE,
    SINK,
    SINK_ARRAY,
    SINK_INT,
    SINK_OBJECT,
    SINK_URI,
    TEXTS,
    TO_STRING,
    Case,
    found_by,
    program_of,
    uri,
)

from mingcha.dex.arguments import Resolver
from mingcha.dex.constants import NULL, UNKNOWN, Kind, Value, array, choice, class_value, made, number, text
from mingcha.dex.program import load

if TYPE_CHECKING:
    from mingcha.dex.program import Program

WITHIN = [
    Case("constant", f'const-string v0, "a"\n{SINK}', [text("a")]),
    Case("empty_text", f'const-string v0, ""\n{SINK}', [text("")]),
    Case("not_ascii", f'const-string v0, "\\u660e\\u5bdf\\ud83d\\ude00"\n{SINK}', [text("明察😀")]),
    Case("moved", f'const-string v5, "a"\nmove-object v1, v5\nmove-object/from16 v0, v1\n{SINK}', [text("a")]),
    Case("overwritten", f'const-string v0, "a"\nconst-string v0, "b"\n{SINK}', [text("b")]),
    Case("null", f"const/4 v0, 0\n{SINK}", [NULL]),
    Case("unknown_result", f"{ASK}\nmove-result-object v0\n{SINK}", [UNKNOWN]),
    Case("result_not_taken", f'const-string v0, "a"\n{ASK}\n{SINK}', [text("a")]),
    Case("cast", f'const-string v0, "a"\ncheck-cast v0, Ljava/lang/String;\n{SINK}', [text("a")]),
    Case(
        "numbers",
        f"const/4 v0, -8\n{SINK_INT}\nconst/16 v0, 300\n{SINK_INT}\nconst v0, 0x7f010203\n{SINK_INT}\n"
        f"const/high16 v0, -0x10000\n{SINK_INT}\nadd-int/lit8 v0, v0, 1\n{SINK_INT}",
        [number(-8), number(300), number(0x7F010203), number(-0x10000), UNKNOWN],
    ),
    Case(
        "wide_numbers",
        "const-wide v0, 0x123456789abcdefL\ninvoke-static {v0, v1}, Lt/Sink;->wide(J)V\n"
        "const-wide/16 v0, -2\ninvoke-static {v0, v1}, Lt/Sink;->wide(J)V\n"
        "const-wide/32 v0, 70000\ninvoke-static {v0, v1}, Lt/Sink;->wide(J)V\n"
        "const-wide/high16 v0, 0x1000000000000L\nmove-wide v2, v0\ninvoke-static {v2, v3}, Lt/Sink;->wide(J)V",
        [number(0x123456789ABCDEF), number(-2), number(70000), number(1 << 48)],
    ),
    Case(
        "floating_point_is_no_number",
        "const/high16 v0, 0x3f800000\ninvoke-static {v0}, Lt/Sink;->ratio(F)V",
        [UNKNOWN],
    ),
    Case("flag", "const/4 v0, 1\ninvoke-static {v0}, Lt/Sink;->flag(Z)V", [number(1)]),
    Case(
        "class",
        "const-class v0, Lt/Other;\ninvoke-static {v0}, Lt/Sink;->type(Ljava/lang/Class;)V",
        [class_value("Lt/Other;")],
    ),
    Case(
        "object_of_exact_class",
        f"new-instance v0, Lt/Other;\ninvoke-direct {{v0}}, Lt/Other;-><init>()V\n{SINK_OBJECT}",
        [made("Lt/Other;", [])],
    ),
    Case(
        "object_with_arguments",
        'new-instance v0, Landroid/content/ComponentName;\nconst-string v1, "p"\nconst-string v2, "c"\n'
        "invoke-direct {v0, v1, v2}, Landroid/content/ComponentName;-><init>(Ljava/lang/String;Ljava/lang/String;)V\n"
        f"{SINK_OBJECT}",
        [made("Landroid/content/ComponentName;", [text("p"), text("c")])],
    ),
    Case(
        "range",
        'const-string v1, "a"\nconst-wide v2, 5\nconst-string v4, "b"\n'
        "invoke-static/range {v1 .. v4}, Lt/Sink;->three(Ljava/lang/String;JLjava/lang/String;)V",
        [text("a"), number(5), text("b")],
    ),
    Case(
        "wide_write_destroys_its_second_register",
        f'const-string v1, "a"\nconst-wide v0, 1\nmove-object v0, v1\n{SINK}',
        [UNKNOWN],
    ),
]

MERGES = [
    Case("same_on_both_paths", f'if-eqz v7, :b\nconst-string v0, "a"\ngoto :c\n:b\nconst-string v0, "a"\n:c\n{SINK}', [text("a")]),
    Case("different_on_two_paths", f'if-eqz v7, :b\nconst-string v0, "a"\ngoto :c\n:b\nconst-string v0, "b"\n:c\n{SINK}', [AB]),
    Case("overwritten_on_one_path", f'const-string v0, "a"\nif-eqz v7, :c\nconst-string v0, "b"\n:c\n{SINK}', [AB]),
    Case(
        "each_path_for_itself",
        f'if-eqz v7, :b\nconst-string v0, "a"\n{SINK}\nreturn-void\n:b\nconst-string v0, "b"\n{SINK}',
        [text("a"), text("b")],
    ),
    Case("null_until_set", f'const/4 v0, 0\nif-eqz v7, :c\nconst-string v0, "b"\n:c\n{SINK}', [text("b")]),
    Case(
        "one_of_many",
        "packed-switch v7, :t\n" + "".join(f':c{n}\nconst-string v0, "{n}"\ngoto :e\n' for n in range(9)) + f":e\n{SINK}\nreturn-void\n"
        ":t\n.packed-switch 0\n" + "".join(f":c{n}\n" for n in range(9)) + ".end packed-switch",
        [UNKNOWN],
    ),
    Case(
        "something_on_one_path",
        f'const-string v0, "a"\nif-eqz v7, :c\n{ASK}\nmove-result-object v0\n:c\n{SINK}',
        [choice([text("a"), UNKNOWN])],
    ),
    Case(
        "one_of_two_uris",
        f"sget-object v0, Landroid/provider/CallLog$Calls;->CONTENT_URI:Landroid/net/Uri;\nif-eqz v7, :c\n"
        f'const-string v0, "content://sms"\n{PARSE}\n:c\n{SINK_URI}',
        [choice([uri("content://call_log/calls"), uri("content://sms")])],
    ),
    Case(
        "number_or_null_is_no_text",
        f"const/4 v0, 0\nif-eqz v7, :c\nconst/4 v0, 1\n:c\n{SINK}",
        [Value(Kind.CHOICE, items=(NULL,), complete=False)],
    ),
    Case("one_of_two_numbers", f"const/4 v0, 0\nif-eqz v7, :c\nconst/4 v0, 1\n:c\n{SINK_INT}", [choice([number(0), number(1)])]),
    Case(
        "kept_over_a_loop",
        f'const-string v0, "a"\n:l\nif-eqz v7, :e\n{SINK}\nadd-int/lit8 v7, v7, -1\ngoto :l\n:e\n{SINK}',
        [text("a"), text("a")],
    ),
    Case(
        "changed_by_a_loop",
        f'const-string v0, "a"\n:l\n{SINK}\nconst-string v0, "b"\nif-nez v7, :l\n{SINK}',
        [AB, text("b")],
    ),
    Case(
        "changed_by_the_second_round",
        f'const-string v0, "a"\nconst-string v1, "a"\n:l\n{SINK}\nmove-object v0, v1\nconst-string v1, "b"\nif-nez v7, :l',
        [AB],
    ),
    Case(
        "switch",
        f'const-string v0, "a"\npacked-switch v7, :t\nconst-string v0, "c"\n{SINK}\nreturn-void\n:x\n{SINK}\nreturn-void\n'
        f':y\nconst-string v0, "b"\n:z\n{SINK}\nreturn-void\n:t\n.packed-switch 0\n:x\n:y\n:z\n.end packed-switch',
        [text("c"), text("a"), AB],
    ),
    Case(
        "sparse_switch",
        f'const-string v0, "a"\nsparse-switch v7, :t\nreturn-void\n:x\n{SINK}\nreturn-void\n'
        ":t\n.sparse-switch\n1 -> :x\n900 -> :x\n.end sparse-switch",
        [text("a")],
    ),
    Case(
        "handler_sees_what_was_before",
        f'const-string v0, "a"\n:s\n{ASK}\n:e\n.catchall {{:s .. :e}} :h\n{SINK}\nreturn-void\n:h\nmove-exception v1\n{SINK}',
        [text("a"), text("a")],
    ),
    Case(
        "handler_sees_both_sides_of_a_write",
        f'const-string v0, "a"\n:s\n{ASK}\nconst-string v0, "b"\n{ASK}\n:e\n.catchall {{:s .. :e}} :h\n{SINK}\nreturn-void\n'
        f":h\nmove-exception v1\n{SINK}",
        [text("b"), AB],
    ),
    Case(
        "try_range_that_ends_behind_the_call",
        f'const-string v0, "a"\nconst-string v1, "b"\n:s\n'
        "invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;\n:e\n.catchall {:s .. :e} :h\n"
        f"move-result-object v0\n{SINK}\nreturn-void\n:h\nmove-exception v1\n{SINK}",
        [text("ab"), choice([text("a"), text("ab")])],
    ),
    Case(
        "handler_of_two_ranges",
        f'const-string v0, "a"\n:s\n{ASK}\n:e\n.catch Ljava/lang/Exception; {{:s .. :e}} :h\nconst-string v0, "b"\n:s2\n{ASK}\n:e2\n'
        f".catch Ljava/lang/Exception; {{:s2 .. :e2}} :h\nreturn-void\n:h\nmove-exception v1\n{SINK}",
        [AB],
    ),
]

ARRAYS = [
    Case(
        "permissions",
        'const/4 v1, 2\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nconst-string v3, "a"\naput-object v3, v0, v2\n'
        f'const/4 v2, 1\nconst-string v3, "b"\naput-object v3, v0, v2\n{SINK_ARRAY}',
        [array("[Ljava/lang/String;", [text("a"), text("b")])],
    ),
    Case(
        "filled",
        'const-string v1, "a"\nconst-string v2, "b"\nfilled-new-array {v1, v2}, [Ljava/lang/String;\nmove-result-object v0\n'
        f"{SINK_ARRAY}",
        [array("[Ljava/lang/String;", [text("a"), text("b")])],
    ),
    Case(
        "element_not_known",
        'const/4 v1, 2\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nconst-string v3, "a"\naput-object v3, v0, v2\n'
        f"const/4 v2, 1\n{ASK}\nmove-result-object v3\naput-object v3, v0, v2\n{SINK_ARRAY}",
        [array("[Ljava/lang/String;", [text("a"), UNKNOWN])],
    ),
    Case(
        "one_of_two_arrays",
        f'if-eqz v7, :b\n{AB_ARRAY}\ngoto :c\n:b\nconst-string v1, "c"\nfilled-new-array {{v1}}, {TEXTS}\nmove-result-object v0\n:c\n'
        f"{SINK_ARRAY}",
        [choice([array(TEXTS, [text("a"), text("b")]), array(TEXTS, [text("c")])])],
    ),
    Case(
        "one_of_two_texts_in_the_making",
        f'{NEW_BUILDER}\nconst-string v1, "a"\n{APPEND}\nif-eqz v7, :c\n{NEW_BUILDER}\n:c\n{TO_STRING}\n{SINK}',
        [UNKNOWN],
    ),
    Case("element_not_set", f"const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\n{SINK_ARRAY}", [array("[Ljava/lang/String;", [NULL])]),
    Case(
        "element_replaced",
        'const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nconst-string v3, "a"\naput-object v3, v0, v2\n'
        f'const-string v3, "b"\naput-object v3, v0, v2\n{SINK_ARRAY}',
        [array("[Ljava/lang/String;", [text("b")])],
    ),
    Case(
        "place_not_known",
        f'const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\nconst-string v3, "a"\naput-object v3, v0, v7\n{SINK_ARRAY}',
        [made("[Ljava/lang/String;", [], complete=False)],
    ),
    Case(
        "length_not_known",
        f"new-array v0, v7, [Ljava/lang/String;\n{SINK_ARRAY}",
        [made("[Ljava/lang/String;", [], complete=False)],
    ),
    Case(
        "set_on_one_path",
        'const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nif-eqz v7, :c\nconst-string v3, "a"\naput-object v3, v0, v2\n'
        f":c\n{SINK_ARRAY}",
        [made("[Ljava/lang/String;", [], complete=False)],
    ),
    Case(
        "given_away_before",
        'const/4 v1, 1\nnew-array v0, v1, [Ljava/lang/String;\nconst/4 v2, 0\nconst-string v3, "a"\naput-object v3, v0, v2\n'
        f"invoke-static {{v0}}, Lt/Other;->sort([Ljava/lang/String;)V\n{SINK_ARRAY}",
        [made("[Ljava/lang/String;", [], complete=False)],
    ),
]

CASES = WITHIN + MERGES + ARRAYS


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(CASES)


@pytest.mark.debian
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_at_the_sink(program: Program, case: Case) -> None:
    assert found_by(program, case) == case.expected


@pytest.mark.debian
def test_damaged_code_gives_values_or_none_but_never_stops(program: Program) -> None:
    whole = program.buffer[: int(program.dex_end[0])].tobytes()
    dice = random.Random(20230226)  # noqa: S311 - a fixed series of mutants, nothing secret
    analysed = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 3, 20, 200))):
            data[dice.randrange(0x70, len(data))] = dice.choice((0, 1, 0x7F, 0xFF, dice.randrange(256)))
        mutant = load([("classes.dex", bytes(data))])
        resolver = Resolver(mutant)
        analysed += sum(resolver.registers.analyse(d) for d in range(len(mutant.def_method)))
        for row in range(len(mutant.call_callee)):
            assert len(resolver.arguments(row)) == len(resolver.descriptors(row))
    assert analysed > 150
