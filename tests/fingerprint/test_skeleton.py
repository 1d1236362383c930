from __future__ import annotations

import numpy as np
from tests.dex.dexwriter import RETURN, Dex, const_string
from tests.fingerprint.sample import Names, add_to, as_classes
from tests.formats.classwriter import class_file

from mingcha.dex.program import load
from mingcha.fingerprint.skeleton import INITIALISER, STATIC, Skeletons, of_classes, of_program
from mingcha.formats.classfile import read_class


def described(skeletons: Skeletons) -> dict[bytes, tuple[list[tuple[list[bytes], int]], set[bytes]]]:
    """Return, by class, the types and kinds of its methods and its strings."""
    found = {}
    for number in range(len(skeletons.class_type)):
        rows = np.flatnonzero(skeletons.method_class == number)
        methods = []
        for row in rows.tolist():
            start, end = skeletons.proto_offset[skeletons.method_proto[row] :][:2].tolist()
            types = [skeletons.text(int(skeletons.type_text[t])) for t in skeletons.proto_types[start:end].tolist()]
            methods.append((types, int(skeletons.method_kind[row])))
        strings = {skeletons.text(text) for text in skeletons.string_text[skeletons.string_class == number].tolist()}
        found[skeletons.class_name(number)] = sorted(methods), strings
    return found


def test_dex_and_class_files_give_the_same() -> None:
    names = Names("x/y")
    classes = of_classes(map(read_class, as_classes(names).values()))
    program = of_program(load([("classes.dex", add_to(Dex(), names).build())]))
    assert described(classes) == described(program)
    methods, strings = described(classes)[b"Lx/y/C1;"]
    assert ([b"V", b"Landroid/content/Context;", b"Lx/y/C2;"], STATIC) in methods
    assert ([b"V", b"Landroid/content/Context;"], INITIALISER) in methods
    assert b"rare-1-0 of the sample" in strings


def test_values_of_static_fields_are_strings_of_their_class() -> None:
    dex = Dex()
    holder = dex.add("Lx/A;")
    holder.static("KEY", "Ljava/lang/String;", "a constant text")
    holder.method("go()V", [const_string(0, "another text"), RETURN])
    assert described(of_program(load([("classes.dex", dex.build())])))[b"Lx/A;"][1] == {b"a constant text", b"another text"}


def test_the_first_class_of_a_name_counts() -> None:
    twice = [read_class(class_file("x/A", [(1, "a", "()V")])), read_class(class_file("x/A", [(1, "b", "()I")]))]
    assert described(of_classes(twice)) == {b"Lx/A;": ([([b"V"], 0)], set())}


def test_nothing_gives_nothing() -> None:
    assert described(of_classes([])) == described(of_program(load([]))) == {}
