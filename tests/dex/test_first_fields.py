from __future__ import annotations

import pytest
from tests.dex.first_start_apps import Built, state

from mingcha.dex.first_fields import FirstFields

pytestmark = pytest.mark.debian

SET = ("public set(I)V", "    iput p1, p0, Lt/State;->mode:I\n    return-void")
SHARE = ("public static share(I)V", "    sput p0, Lt/State;->on:I\n    return-void")
STATE = state(
    "public mode:I",
    "public static on:I = 7",
    'public static name:Ljava/lang/String; = "a"',
    init="    const/4 v0, 2\n",
    methods=(SET, SHARE),
)
NAME = '    const-string v0, "b"\n    sput-object v0, Lt/State;->name:Ljava/lang/String;\n'


def test_what_is_known_of_fields() -> None:
    built = Built(NAME, STATE)
    fields = FirstFields(built.graph, built.resolver)
    made = (built.method("Lt/State;-><init>()V"),)
    mode = fields.uses(built.field("Lt/State;->mode:I"))
    on = fields.uses(built.field("Lt/State;->on:I"))
    name = fields.uses(built.field("Lt/State;->name:Ljava/lang/String;"))
    assert (mode, on, name) == (((mode or on)[0], 0, made, True), ((on or mode)[0], 7, (), False), ((name or on)[0], "a", (), False))
    writers = {int(built.program.field_ref_method[row]) for uses in (mode, on, name) if uses for row in uses.writes}
    assert writers == {built.method(each) for each in ("Lt/State;->set(I)V", "Lt/State;->share(I)V", "Lt/App;->onCreate()V")}


@pytest.mark.parametrize("code", ["    const-class v0, Lt/State;\n", '    const-string v0, "mode"\n'])
def test_fields_that_reflection_may_set_are_left_open(code: str) -> None:
    built = Built(NAME + code, STATE)
    assert FirstFields(built.graph, built.resolver).uses(built.field("Lt/State;->mode:I")) is None


def test_a_write_that_comes_first() -> None:
    early = "    const/4 v0, 2\n    iput v0, p0, Lt/State;->mode:I\n"
    skipped = f"    const/4 v0, 2\n    if-eqz v0, :skip\n{early}    :skip\n"
    for init, expected in ((early, True), (skipped, False)):
        built = Built(NAME, state("public mode:I", "public static name:Ljava/lang/String;", init=init, methods=(SET,)))
        fields, mode = FirstFields(built.graph, built.resolver), built.field("Lt/State;->mode:I")
        uses = fields.uses(mode)
        assert uses is not None
        assert fields.is_set_first(mode, list(uses.writes)) is expected


def test_values_that_branches_compare() -> None:
    check = "    sget v0, Lt/State;->on:I\n    if-nez v0, :end\n    nop\n    :end\n"
    built = Built(check, STATE)
    fields = FirstFields(built.graph, built.resolver)
    definition = int(built.program.method_def[built.method("Lt/App;->onCreate()V")])
    assert built.resolver.registers.analyse(definition)
    nodes = built.resolver.registers.nodes
    (sides,) = fields.tests(definition).values()
    assert [nodes.get(each)[1] for each in sides] == [built.field("Lt/State;->on:I"), 0]
    assert fields.outline(definition) is fields.outline(definition)
