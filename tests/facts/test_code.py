from __future__ import annotations

import pytest
from tests.dex.dexwriter import RETURN, Dex, invoke

from mingcha.catalogue import load
from mingcha.dex.reach import EntryPoints
from mingcha.facts import code
from mingcha.facts.factset import FactSet
from mingcha.facts.owner import Owners

SETTING = code.Setting(
    app_id="cn.x",
    components={},
    entries=EntryPoints(("Lcn/x/App;",), (), (), (), ()),
    owners=Owners({}, ["cn.x"]),
    catalogue=load(),
    texts=lambda _: None,
    names=lambda _: None,
    inflate=lambda _: ((), ()),
)


def app() -> bytes:
    dex = Dex()
    application = dex.add("Lcn/x/App;", "Landroid/app/Application;")
    application.method("onCreate()V", [invoke(0x71, "Lcn/x/A;->go()V"), RETURN])
    a = dex.add("Lcn/x/A;")
    a.method("go()V", [RETURN], 9)
    a.method("idle()V", [invoke(0x71, "Lcn/x/A;->go()V"), invoke(0x71, "Lcn/x/A;->nat()V"), RETURN], 9)
    a.method("nat()V", None, 0x109)
    return dex.build()


def test_the_code_row_counts_what_is_there() -> None:
    facts, data = FactSet("ab"), app()
    program, losses = code.load_program(facts, [("classes.dex", data)])
    assert (losses, code.collect_code(facts, program, SETTING)) == ([], ([], ["at-start", "at-start"]))
    assert facts.rows["code"] == [{"package": "ab", "dex_files": 1, "classes": 2, "methods": 3, "call_sites": 3, "methods_at_start": 2}]
    assert set(program.class_names) == {"Lcn/x/App;", "Lcn/x/A;"}


def test_a_file_that_is_no_dex_is_a_limit_and_a_loss() -> None:
    facts = FactSet("ab")
    program, losses = code.load_program(facts, [("classes.dex", app()), ("classes2.dex", b"no dex")])
    assert len(set(program.class_names)) == 2
    (limit,) = facts.rows["limit"]
    assert (limit["code"][:4], limit["where"]) == ("dex-", "classes2.dex")
    ((zh, en),) = losses
    assert zh.startswith("classes2.dex：")
    assert en.startswith("classes2.dex: ")


@pytest.mark.parametrize("bound", ["targets", "resolver"])
def test_work_that_was_cut_short_is_a_loss(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if bound == "targets":
        build = code.graphs.build

        def cut(*arguments: object) -> object:
            graph = build(*arguments)
            graph.complete = False
            return graph

        monkeypatch.setattr(code.graphs, "build", cut)
    else:
        monkeypatch.setattr(code.Resolver, "is_limited", True)
    facts, data = FactSet("ab"), app()
    program, _ = code.load_program(facts, [("classes.dex", data)])
    assert len(code.collect_code(facts, program, SETTING)[0]) == 1
