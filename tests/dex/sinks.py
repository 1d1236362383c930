"""Cases for the value analysis: classes of smali whose calls of Lt/Sink; are resolved, with what they get.

A test module assembles all its cases into one dex file: `sinks_of(CASES)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tests.smali import assemble_dex

from mingcha.dex.arguments import resolve_arguments
from mingcha.dex.constants import HOLE, STRING, Value, choice, text
from mingcha.dex.program import Program, load

if TYPE_CHECKING:
    from collections.abc import Iterable

URI = "Landroid/net/Uri;"
FILE = "Ljava/io/File;"


def uri(words: str, *, complete: bool = True) -> Value:
    return text(words, complete=complete, carrier=URI)


def prefix(words: str, carrier: str = STRING) -> Value:
    return text(words + HOLE, complete=False, carrier=carrier)


AB = choice([text("a"), text("b")])

TEXTS = "[Ljava/lang/String;"
LIST = "Ljava/util/ArrayList;"

SINK = "invoke-static {v0}, Lt/Sink;->text(Ljava/lang/String;)V"
SINK_URI = "invoke-static {v0}, Lt/Sink;->uri(Landroid/net/Uri;)V"
SINK_INT = "invoke-static {v0}, Lt/Sink;->count(I)V"
SINK_ARRAY = "invoke-static {v0}, Lt/Sink;->texts([Ljava/lang/String;)V"
SINK_OBJECT = "invoke-static {v0}, Lt/Sink;->object(Ljava/lang/Object;)V"
NEW_BUILDER = "new-instance v0, Ljava/lang/StringBuilder;\ninvoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V"
APPEND = "invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;"
TO_STRING = "invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;\nmove-result-object v0"
PARSE = "invoke-static {v0}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;\nmove-result-object v0"
AB_ARRAY = f'const-string v1, "a"\nconst-string v2, "b"\nfilled-new-array {{v1, v2}}, {TEXTS}\nmove-result-object v0'
NEW_LIST = f"new-instance v0, {LIST}\ninvoke-direct {{v0}}, {LIST}-><init>()V"
ADD = "invoke-interface {v0, v1}, Ljava/util/List;->add(Ljava/lang/Object;)Z"
ASK = "invoke-static {}, Lt/Other;->ask()Ljava/lang/String;"  # something that nobody knows


class Case(NamedTuple):
    """`smali` is methods and fields, or the body of `.method static m()V` with eight registers; SELF is the class itself.

    `expected` are the arguments of all calls of Lt/Sink; in order. `others` are more smali files.
    """

    name: str
    smali: str
    expected: list[Value]
    superclass: str = "Ljava/lang/Object;"
    interface: str | None = None
    others: tuple[str, ...] = ()


def method(signature: str, body: str, flags: str = "static", registers: int = 8) -> str:
    end = "" if re.search(r"(return\S*|goto|throw)( v\d+)?$|end (packed|sparse)-switch$", body.strip()) else "\nreturn-void"
    return f".method {flags} {signature}\n.registers {registers}\n{body}{end}\n.end method\n"


def field(name: str, type_: str = STRING, value: str | None = None, flags: str = "static") -> str:
    return f".field {flags} {name}:{type_}" + ("" if value is None else f" = {value}") + "\n"


def static_read(name: str, type_: str = STRING, owner: str = "SELF") -> str:
    return f"sget-object v0, {owner}->{name}:{type_}"


CLINIT = "<clinit>()V"
INIT = "invoke-direct {p0}, Ljava/lang/Object;-><init>()V\n"


def call(target: str, *registers: str, op: str = "invoke-static") -> str:
    return f"{op} {{{', '.join(registers)}}}, {target}"


def to_array(list_: str, array: str) -> str:
    """Return the code that puts list.toArray(array) into v0."""
    target = "Ljava/util/List;->toArray([Ljava/lang/Object;)[Ljava/lang/Object;"
    return f"{call(target, list_, array, op='invoke-interface')}\nmove-result-object v0\ncheck-cast v0, {TEXTS}"


def _source(case: Case) -> str:
    body = case.smali if ".method" in case.smali else method("m()V", case.smali)
    implements = f".implements {case.interface}\n" if case.interface else ""
    head = f".class public Lt/{case.name};\n.super {case.superclass}\n{implements}"
    return head + body.replace("SELF", f"Lt/{case.name};")


def program_of(cases: Iterable[Case]) -> Program:
    """Return the program of all cases; the test is skipped where smali is absent."""
    sources = {}
    for case in cases:
        sources[f"{case.name}.smali"] = _source(case)
        sources |= {f"{case.name}{number}.smali": other for number, other in enumerate(case.others)}
    return load([("classes.dex", assemble_dex(sources))])


def sink_rows(program: Program, class_name: str | None = None) -> list[int]:
    """Return the call rows of Lt/Sink;, in one class or in all."""
    sink = program.find_type("Lt/Sink;")
    rows = np.flatnonzero(program.method_class[program.call_callee] == sink).tolist()
    owners = program.method_class[program.call_caller]
    return [row for row in rows if class_name in (None, program.type_name(int(owners[row])))]


def found_by(program: Program, case: Case) -> list[Value]:
    """Return what the sinks of a case get."""
    texts = {0x7F010001: "来自资源"}.get
    rows = np.array(sink_rows(program, f"Lt/{case.name};"))
    return [value for values in resolve_arguments(program, rows, texts=texts, app_id="com.example.own") for value in values]
