from __future__ import annotations

import pytest
from tests.dex.dexwriter import Dex
from tests.fingerprint.sample import Names, add_to, as_classes
from tests.formats.classwriter import jar

from mingcha.dex.program import load
from mingcha.facts.owner import Owners
from mingcha.facts.recognise import recognise
from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.ingest import ingest
from mingcha.fingerprint.match import Traits

COUNT = 12
DATABASE = build_database([ingest(jar(as_classes(Names("com/sdk"), COUNT)), "sdk-1.0.jar", lambda _name, _app: "sdk")])
RENAMED = ("a", "b", "c", "d")


def owners() -> Owners:
    return Owners({"com.sdk": "sdk", "org.open": "oss:open", "com.known": "known"}, ["cn.shop"])


def run(
    dex: Dex, found: Owners, *, payloads: tuple[str, ...] = (), known: tuple[str, ...] = (), more: Dex | None = None
) -> dict[str, Traits]:
    files = [("classes.dex", dex.build()), *([("assets/x.dex", more.build())] if more else [])]
    return recognise(load(files), found, DATABASE, payloads, known).traits


def test_a_renamed_sdk_is_found_and_its_package_is_its() -> None:
    found = owners()
    dex = add_to(Dex(), Names("a/b/c", RENAMED), COUNT)
    dex.add("La/b/c/z;")
    dex.add("La/b/Z;")
    assert run(dex, found) == {"sdk": Traits(48, 12, 48, 12)}
    assert [found.of_class(f"La/b/{name};") for name in ("c/C0", "c/z")] == ["sdk", "sdk"]


def test_a_shrunk_one_is_found_by_what_is_left() -> None:
    found = owners()
    assert run(add_to(Dex(), Names("a/b/c", RENAMED), 5), found) == {"sdk": Traits(20, 5, 48, 12)}
    assert found.of_class("La/b/c/C4;") == "sdk"


@pytest.mark.parametrize(("known", "owner"), [((), "unknown:a.b"), (("sdk",), "sdk")])
def test_little_is_enough_only_beside_other_evidence(known: tuple[str, ...], owner: str) -> None:
    found = owners()
    assert run(add_to(Dex(), Names("a/b/c", RENAMED), 2), found, known=known) == {"sdk": Traits(8, 2, 48, 12)}
    assert found.of_class("La/b/c/C1;") == owner


def test_code_of_somebody_known_is_no_evidence() -> None:
    for package in ("com/known", "org/open", "com/sdk"):
        assert run(add_to(Dex(), Names(package, RENAMED), COUNT), owners()) == {}


def test_in_the_apps_own_code_only_classes_with_shape_and_strings_count() -> None:
    found = owners()
    dex = add_to(Dex(), Names("cn/shop/a", RENAMED), COUNT)
    dex.add("Lcn/shop/a/Own;")
    assert run(dex, found) == {"sdk": Traits(48, 12, 48, 12)}
    assert [found.of_class(f"Lcn/shop/a/{name};") for name in ("C3", "Own")] == ["sdk", "app"]


def test_a_mixed_package_is_nobodys_but_its_classes_are() -> None:
    found = owners()
    dex = add_to(Dex(), Names("a", RENAMED), 4)
    for number in range(40):
        dex.add(f"La/D{number};")
    run(dex, found, known=("sdk",))
    assert [found.of_class(f"La/{name};") for name in ("C0", "D0")] == ["sdk", "unknown:a"]


def test_a_payload_is_its_sdks_as_a_whole() -> None:
    found = owners()
    payload = add_to(Dex(), Names("com/sdk"), 3)
    payload.add("Lq/w/E;")
    app = Dex()
    app.add("Lq/x/E;")
    assert run(app, found, payloads=("assets/x.dex",), more=payload) == {}
    assert [found.of_class(name) for name in ("Lq/w/E;", "Lq/x/E;")] == ["sdk", "unknown:q.x"]
