from __future__ import annotations

import numpy as np
from tests.dex.dexwriter import Dex
from tests.fingerprint.sample import Names, add_to, as_classes
from tests.formats.classwriter import jar

from mingcha.dex.program import load
from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.ingest import ingest
from mingcha.fingerprint.match import ACCEPTED, Traits, find_shapes, find_strings
from mingcha.fingerprint.skeleton import of_program

DATABASE = build_database([ingest(jar(as_classes(Names("com/sdk"))), "sdk-1.0.jar", lambda _name, _app: "sdk")])


def test_renamed_classes_are_found_by_strings_and_shapes() -> None:
    dex = add_to(add_to(Dex(), Names("a/b", ("a", "b", "c", "d")), 3), Names("own"), 0)
    dex.add("Lown/Main;")
    skeletons = of_program(load([("classes.dex", dex.build())]))
    everything = np.ones(len(skeletons.class_type), bool)
    strings, shapes = find_strings(skeletons, DATABASE), find_shapes(skeletons, DATABASE, everything)
    assert sorted(skeletons.class_name(holder) for holder in set(strings.holder.tolist())) == [b"La/b/C0;", b"La/b/C1;", b"La/b/C2;"]
    assert (len(set(strings.what.tolist())), len(set(shapes.what.tolist()))) == (12, 3)
    assert {DATABASE.owner_of(number) for _, _, number in [*strings.rows(), *shapes.rows()]} == {"sdk"}


def test_shapes_are_looked_for_in_the_wanted_classes_only() -> None:
    skeletons = of_program(load([("classes.dex", add_to(Dex(), Names("a/b", ("a", "b", "c", "d")), 3).build())]))
    every = find_shapes(skeletons, DATABASE, np.ones(len(skeletons.class_type), bool)).holder.tolist()
    assert len(every) == 3
    wanted = np.zeros(len(skeletons.class_type), bool)
    wanted[every[1]] = True
    assert find_shapes(skeletons, DATABASE, wanted).holder.tolist() == [every[1]]


def test_nothing_known_gives_no_rows() -> None:
    dex = Dex()
    dex.add("Lown/Main;")
    assert list(find_strings(of_program(load([("classes.dex", dex.build())])), DATABASE).rows()) == []


def test_a_small_part_of_an_sdk_is_not_enough() -> None:
    assert Traits(30, 2, 750, 100).weights == (8.0, 1.5)
    assert Traits(30, 2, 751, 100).weights == (2.0, 1.5)
    assert sum(Traits(500, 500, 50_000, 1000).weights) < ACCEPTED
