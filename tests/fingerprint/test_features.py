from __future__ import annotations

import numpy as np
from tests.dex.dexwriter import Dex
from tests.fingerprint.sample import Names, add_to, as_classes
from tests.formats.classwriter import class_file

from mingcha.dex.program import load
from mingcha.fingerprint.features import shapes_of, shapes_to_find, strings_of, used_texts
from mingcha.fingerprint.skeleton import Skeletons, of_classes, of_program
from mingcha.formats.classfile import read_class

PLAIN, RENAMED = Names("x/y"), Names("a/b/c", ("a", "b", "c", "d"))


def classes(names: Names) -> Skeletons:
    return of_classes(map(read_class, as_classes(names).values()))


def shapes(skeletons: Skeletons) -> list[int]:
    return sorted(shapes_of(skeletons).hash.tolist())


def one(*methods: tuple[int, str, str], **more: object) -> list[int]:
    return shapes(of_classes([read_class(class_file("x/A", methods, **more))]))


def test_shapes_survive_renaming_and_are_equal_from_dex() -> None:
    dex = of_program(load([("classes.dex", add_to(Dex(), RENAMED).build())]))
    assert shapes(classes(PLAIN)) == shapes(classes(RENAMED)) == shapes(dex)
    assert len(set(shapes(dex))) == 6


def test_strings_are_equal_from_dex_and_belong_to_their_class() -> None:
    found = [strings_of(each) for each in (classes(PLAIN), of_program(load([("classes.dex", add_to(Dex(), RENAMED).build())])))]
    assert sorted(found[0].hash.tolist()) == sorted(found[1].hash.tolist())
    assert len(found[0].hash) == 24
    assert sorted(set(found[0].holder.tolist())) == list(range(6))


FIVE = ((1, "a", "()V"), (1, "b", "()I"), (1, "c", "(I)V"), (1, "d", "(Landroid/os/Bundle;)V"), (1, "e", "(Lx/B;)V"))


def test_shapes_to_find_hold_those_that_a_database_may_hold() -> None:
    alike = tuple((1, name, "()V") for name in "abcde")
    skeletons = of_classes(read_class(class_file(name, methods)) for name, methods in (("x/A", FIVE), ("x/B", alike), ("x/C", FIVE[:2])))
    assert shapes_of(skeletons).holder.tolist() == [0]
    found = shapes_to_find(skeletons, np.ones(3, bool))
    assert found.holder.tolist() == [0, 1]
    assert found.hash[0] == shapes_of(skeletons).hash[0]
    assert shapes_to_find(skeletons, np.array([False, True, True])).holder.tolist() == [1]


def test_a_shape_tells_what_renaming_keeps() -> None:
    base = one(*FIVE)
    assert one(*reversed(FIVE)) == one(*FIVE[:4], (1, "zz", "(Ly/Other;)V")) == base
    different = [
        one(*FIVE[:4], (9, "e", "(Lx/B;)V")),
        one(*FIVE[:4], (1, "e", "([Lx/B;)V")),
        one(*FIVE[:3], (1, "d", "(Landroid/os/Parcel;)V"), FIVE[4]),
        one(*FIVE[:4], (1, "<init>", "(Lx/B;)V")),
        one(*FIVE, parent="android/app/Activity"),
        one(*FIVE, interfaces=["java/lang/Runnable"]),
        one(*FIVE[:4], (1, "e", "(Lx/B;I)V")),
        one(*FIVE[:4], (1, "e", "(ILx/B;)V")),
    ]
    assert all(len(each) == 1 for each in different)
    assert len({base[0], *(each[0] for each in different)}) == 9


def test_support_libraries_may_be_renamed_and_are_no_platform() -> None:
    assert one(*FIVE, parent="android/support/v4/app/Fragment") == one(*FIVE, parent="a/b")


def test_small_and_uniform_classes_say_nothing() -> None:
    assert one(*FIVE[:4]) == []
    assert one(*((1, f"m{n}", "()V" if n % 2 else "()I") for n in range(9))) == []


def test_short_and_long_strings_say_nothing() -> None:
    skeletons = of_classes([read_class(class_file("x/A", strings=["six ch", "seven c", "x" * 160, "x" * 161]))])
    assert [skeletons.text(text) for text in used_texts(skeletons)[0].tolist()] == [b"seven c", b"x" * 160]
