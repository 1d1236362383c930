from __future__ import annotations

import pytest
from tests.dex.test_reach import LEAK, application, new, smali
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.reach import EntryPoints, reach
from mingcha.dex.sharpen import Sharpener

pytestmark = pytest.mark.debian

RUNNABLE = "Ljava/lang/Runnable;"


def test_receivers_and_kept_objects_are_told_together_and_once() -> None:
    leak = ("public run()V", "    invoke-static {}, Lt/Leak;->leak()V\n    return-void")
    quiet = smali("Lt/Quiet;", ("public run()V", "    return-void"), interfaces=(RUNNABLE,))
    made = new("Lt/Task;") + new("Lt/Quiet;") + f"    invoke-interface {{v0}}, {RUNNABLE}->run()V\n"
    texts = (application(made + "    return-void"), smali("Lt/Task;", leak, interfaces=(RUNNABLE,)), quiet, smali("Lt/Leak;", LEAK))
    program = programs.load([("classes.dex", assemble_dex({f"{number}.smali": text for number, text in enumerate(texts)}))])
    graph = graphs.build(program, {})
    wanted, run = program.find_method("Lt/Leak;->leak()V"), program.find_method("Lt/Quiet;->run()V")
    (row,) = (int(each) for each, ref in enumerate(program.call_callee) if ref == program.find_method(f"{RUNNABLE}->run()V"))
    assert wanted is not None
    start = reach(graph, EntryPoints(("Lt/App;",), (), (), (), ())).start
    sharpener = Sharpener(graph, Resolver(program), [wanted])
    found = sharpener.sharpen(start)
    assert found is not None
    assert {program.type_name(int(program.class_type[each])) for each in found.kept} == {"Lt/Task;"}
    assert found.exact == {row: (run,)}
    assert sharpener.sharpen(start) is None
