from __future__ import annotations

import pytest

from mingcha.catalogue import load
from mingcha.facts.factset import FactSet
from mingcha.facts.owner import Owners, owner_prefixes
from mingcha.facts.sdk import Package, collect_sdks, owner_of_library, score_of, tables
from mingcha.facts.version import Version
from mingcha.fingerprint.match import Traits

CATALOGUE = load()
OWNERS = Owners(owner_prefixes(CATALOGUE), ["cn.shop"])


def collected(classes: dict[str, str | None] | list[str], **more: object) -> FactSet:
    names = list(classes)
    states = list(classes.values()) if isinstance(classes, dict) else [None] * len(names)
    package = Package(
        names=names,
        owners=[OWNERS.of_class(name) for name in names],
        states=states,
        is_packed=False,
        manifest=None,
        libraries=(),
        assets=(),
        hosts=(),
        traits={},
        versions={},
        owner_of=OWNERS.of_name,
    )
    facts = FactSet("ab")
    collect_sdks(facts, CATALOGUE, package._replace(**more))
    return facts


def found(classes: dict[str, str | None] | list[str], **more: object) -> dict[str, tuple[float, list[str]]]:
    return {row["id"]: (row["confidence"], row["evidence"]) for row in collected(classes, **more).rows["sdk"]}


def test_five_classes_under_a_prefix_are_certain() -> None:
    assert found([f"Lcn/jpush/android/A{n};" for n in range(5)]) == {"jpush": (0.99, ["code:cn.jpush.android (5)"])}


def test_fewer_classes_are_only_possible() -> None:
    assert found(["Lcn/jpush/android/A;"]) == {"jpush": (0.55, ["code:cn.jpush.android (1)"])}


def test_an_open_source_library_is_listed_apart() -> None:
    facts = collected({**{f"Lokhttp3/A{n};": None for n in range(50)}, "Lokhttp3/B;": "gated", "Lokhttp3/C;": "at-start"})
    assert facts.rows["sdk"] == []
    assert facts.rows["library"] == [{"package": "ab", "id": "okhttp", "classes": 52, "start_state": "at-start"}]


@pytest.mark.parametrize(
    ("states", "state", "start_state"),
    [
        ([None] * 5, "linked", "unreached"),
        ([None, None, "user-action", "background", None], "initialised", "background"),
        (["gated", "at-start", None, None, None], "initialised", "at-start"),
    ],
)
def test_an_sdk_is_initialised_when_any_of_its_code_can_run(states: list[str | None], state: str, start_state: str) -> None:
    classes = {f"Lcn/jpush/android/A{n};": each for n, each in enumerate(states)}
    (row,) = collected(classes).rows["sdk"]
    assert (row["state"], row["start_state"], row["classes"]) == (state, start_state, 5)


def test_traces_without_code_are_only_presence() -> None:
    library = next(name for name, sdk in tables(CATALOGUE).libraries.items() if sdk == "bugly")
    (row,) = collected(["Lcn/shop/A;"], libraries=[library]).rows["sdk"]
    assert (row["id"], row["state"], row["start_state"], row["classes"]) == ("bugly", "present", None, 0)


def test_traits_of_renamed_code_count_up_to_a_bound() -> None:
    sure = Traits(strings=101, shapes=3, of_strings=195, of_shapes=52)
    few = Traits(strings=5, shapes=4, of_strings=52, of_shapes=22)
    assert found([], traits={"umeng_analytics": sure, "msa_oaid": few}) == {
        "msa_oaid": (0.77, ["string:5/52", "shape:4/22"]),
        "umeng_analytics": (1.0, ["string:101/195", "shape:3/52"]),
    }


def test_a_host_counts_where_nobody_else_speaks_of_it_and_never_alone() -> None:
    domain = next(name for name, sdk in tables(CATALOGUE).hosts.items() if sdk == "bugly")
    classes = ["Lcom/tencent/bugly/A;"]
    assert found([], hosts=[(domain, "app")]) == {}
    assert found(classes, hosts=[(f"s.{domain}", "app")])["bugly"] == (0.96, ["code:com.tencent.bugly (1)", f"host:s.{domain}"])
    assert found(classes, hosts=[(domain, "umeng_push"), (domain, "oss:okhttp")])["bugly"][0] == 0.55


def test_a_payload_and_a_version_are_its_sdks() -> None:
    (row,) = collected(
        ["Lcom/qq/e/ads/A;"],
        assets=[("assets/gdt_plugin/gdtadv2.jar", "gdt_ylh"), ("assets/a.zip", "app")],
        versions={"gdt_ylh": Version("4.580", "nearest")},
    ).rows["sdk"]
    assert row["evidence"] == ["code:com.qq.e.ads (1)", "asset:assets/gdt_plugin/gdtadv2.jar"]
    assert (row["version"], row["version_basis"], row["confidence"]) == ("4.580", "nearest", 0.99)


def test_more_of_one_kind_adds_a_little_and_not_without_end() -> None:
    one = [(5.0, "component:a")]
    assert [score_of(one * count) for count in (1, 2, 9)] == [5.0, 6.0, 8.0]


def test_a_library_that_one_sdk_alone_brings_names_it() -> None:
    names = {name for sdk in CATALOGUE.sdks.values() for name in sdk.native_libs}
    for name in names:
        brought = [sdk.id for sdk in CATALOGUE.sdks.values() if name in sdk.native_libs]
        if len(brought) == 1:
            assert owner_of_library(CATALOGUE, name) == brought[0]
    assert owner_of_library(CATALOGUE, "libshop.so") == "app"


def test_a_library_of_another_version_is_known_by_its_name_without_digits() -> None:
    assert owner_of_library(CATALOGUE, "libshella-9.9.9.9.so") == "tencent_legu"
