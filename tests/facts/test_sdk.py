from __future__ import annotations

from mingcha.catalogue import load
from mingcha.facts.factset import FactSet
from mingcha.facts.owner import Owners, sdk_prefixes
from mingcha.facts.sdk import collect_sdks, owner_of_library

CATALOGUE = load()
OWNERS = Owners(sdk_prefixes(tuple(CATALOGUE.sdks.values())), [])


def found(classes: list[str], libraries: list[str] = ()) -> dict[str, tuple[float, list[str]]]:
    facts = FactSet("ab")
    collect_sdks(facts, CATALOGUE, OWNERS, None, classes, libraries)
    return {row["id"]: (row["confidence"], row["evidence"]) for row in facts.rows["sdk"]}


def test_five_classes_under_a_prefix_are_certain() -> None:
    assert found([f"Lcn/jpush/android/A{n};" for n in range(5)]) == {"jpush": (0.99, ["code:cn.jpush.android (5)"])}


def test_fewer_classes_are_only_possible() -> None:
    assert found(["Lcn/jpush/android/A;"]) == {"jpush": (0.55, ["code:cn.jpush.android (1)"])}


def test_code_of_nobody_known_is_no_sdk() -> None:
    assert found([f"Lokhttp3/A{n};" for n in range(50)]) == {}


def test_a_library_that_one_sdk_alone_brings_names_it() -> None:
    names = {name for sdk in CATALOGUE.sdks.values() for name in sdk.native_libs}
    owned = {name: owner_of_library(CATALOGUE, name) for name in names}
    for name, owner in owned.items():
        brought = [sdk.id for sdk in CATALOGUE.sdks.values() if name in sdk.native_libs]
        assert owner == (brought[0] if len(brought) == 1 else "app")
