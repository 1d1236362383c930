"""Callers of methods, targets of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sinks import AB, ASK, INIT, PARSE, SINK, SINK_URI, Case, call, found_by, method, program_of, uri

from mingcha.dex.constants import UNKNOWN, choice, text

if TYPE_CHECKING:
    from mingcha.dex.program import Program

CALL = call("SELF->m(Ljava/lang/String;)V", "v0")

RUNNER = (
    ".class public interface abstract Lt/Runner;\n.super Ljava/lang/Object;\n"
    ".method public abstract run(Ljava/lang/String;)V\n.end method\n"
)
CASES = [
    Case(
        "virtual_helper_that_is_overridden",
        method("h()Ljava/lang/String;", 'const-string v0, "a"\nreturn-object v0', "public")
        + method("m()V", f"invoke-virtual {{p0}}, SELF->h()Ljava/lang/String;\nmove-result-object v0\n{SINK}", "private"),
        [UNKNOWN],
        others=(
            ".class public Lt/Over;\n.super Lt/virtual_helper_that_is_overridden;\n"
            + method("h()Ljava/lang/String;", 'const-string v0, "b"\nreturn-object v0', "public"),
        ),
    ),
    Case(
        "virtual_helper_of_an_exact_class",
        method("h()Ljava/lang/String;", 'const-string v0, "a"\nreturn-object v0', "public")
        + method("<init>()V", INIT, "constructor")
        + method(
            "m()V",
            "new-instance v0, SELF\ninvoke-direct {v0}, SELF-><init>()V\n"
            f"invoke-virtual {{v0}}, SELF->h()Ljava/lang/String;\nmove-result-object v0\n{SINK}",
        ),
        [text("a")],
    ),
    Case(
        "all_callers_agree",
        method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{SINK}")
        + method(
            "a()V",
            f'const-string v0, "a"\n{CALL}\n{CALL}',
        ),
        [text("a")],
    ),
    Case(
        "callers_differ",
        method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{SINK}")
        + method(
            "a()V",
            f'const-string v0, "a"\n{CALL}\nconst-string v0, "b"\n{CALL}',
        ),
        [AB],
    ),
    Case(
        "one_caller_unknown",
        method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{SINK}")
        + method(
            "a()V",
            f'const-string v0, "a"\n{CALL}\n{ASK}\nmove-result-object v0\n{CALL}',
        ),
        [choice([text("a"), UNKNOWN])],
    ),
    Case("no_caller", method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{SINK}"), [UNKNOWN]),
    Case(
        "parameter_overwritten",
        method("m(Ljava/lang/String;)V", f'const-string p0, "b"\nmove-object v0, p0\n{SINK}')
        + method("a()V", f'const-string v0, "a"\n{CALL}'),
        [text("b")],
    ),
    Case(
        "caller_behind_a_caller",
        method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{SINK}")
        + method("b(ILjava/lang/String;)V", "invoke-static {p1}, SELF->m(Ljava/lang/String;)V")
        + method("a()V", 'const/4 v0, 0\nconst-string v1, "a"\ninvoke-static {v0, v1}, SELF->b(ILjava/lang/String;)V'),
        [text("a")],
    ),
    Case(
        "virtual_method_called_through_its_interface",
        method("run(Ljava/lang/String;)V", f"move-object v0, p1\n{SINK}", "public")
        + method("a(SELF)V", 'const-string v0, "a"\ninvoke-virtual {p0, v0}, SELF->run(Ljava/lang/String;)V')
        + method("b(Lt/Runner;)V", 'const-string v0, "b"\ninvoke-interface {p0, v0}, Lt/Runner;->run(Ljava/lang/String;)V'),
        [AB],
        interface="Lt/Runner;",
        others=(RUNNER,),
    ),
    Case(
        "called_by_the_framework_too",
        method("loadUrl(Ljava/lang/String;)V", f"move-object v0, p1\n{SINK}", "public")
        + method("a(SELF)V", 'const-string v0, "a"\ninvoke-virtual {p0, v0}, SELF->loadUrl(Ljava/lang/String;)V'),
        [UNKNOWN],
        superclass="Landroid/webkit/WebView;",
    ),
    Case(
        "called_by_javascript_too",
        ".method public s(Ljava/lang/String;)V\n.registers 8\n.annotation runtime Landroid/webkit/JavascriptInterface;\n.end annotation\n"
        f"move-object v0, p1\n{SINK}\nreturn-void\n.end method\n"
        + method("a(SELF)V", 'const-string v0, "a"\ninvoke-virtual {p0, v0}, SELF->s(Ljava/lang/String;)V'),
        [UNKNOWN],
    ),
    Case(
        "uri_of_either_caller",
        method("m(Ljava/lang/String;)V", f"move-object v0, p0\n{PARSE}\n{SINK_URI}")
        + method(
            "a()V",
            f'const-string v0, "content://a"\n{CALL}\nconst-string v0, "content://b"\n{CALL}',
        ),
        [choice([uri("content://a"), uri("content://b")])],
    ),
]


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(CASES)


@pytest.mark.debian
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_at_the_sink(program: Program, case: Case) -> None:
    assert found_by(program, case) == case.expected
