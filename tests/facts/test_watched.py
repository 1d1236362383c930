"""Switches of SDKs, and calls that matter for a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.dex.dexwriter import RETURN, const_string, invoke
from tests.hostile import packages

from mingcha.facts.collect import collect

if TYPE_CHECKING:
    from tests.dex.dexwriter import Dex

    from mingcha.facts.factset import FactSet

STATIC, VIRTUAL = 0x71, 0x6E
AGREE = "Lcom/amap/api/location/AMapLocationClient;->updatePrivacyAgree(Landroid/content/Context;Z)V"
INTERVAL = "Lcom/amap/api/location/AMapLocationClientOption;->setInterval(J)Lcom/amap/api/location/AMapLocationClientOption;"
EXTERNAL = "Landroid/os/Environment;->getExternalStorageDirectory()Ljava/io/File;"
PUT = "Landroid/provider/Settings$System;->putString(Landroid/content/ContentResolver;Ljava/lang/String;Ljava/lang/String;)Z"


def app(*code: tuple, sdk: Any = None) -> FactSet:
    """Return the facts of an app whose application class runs that code when it is created."""

    def written(dex: Dex) -> None:
        dex.classes.clear()
        packages.on_create(dex.add(packages.APPLICATION, "Landroid/app/Application;"), *code, RETURN)
        if sdk:
            sdk(dex)

    return collect(packages.apk(dex=packages.program(written).build()), "x.apk")


def amap(dex: Dex) -> None:
    client = dex.add("Lcom/amap/api/location/AMapLocationClient;")
    client.method("updatePrivacyAgree(Landroid/content/Context;Z)V", [RETURN], 9)
    client.method("own()V", [(0x12 | 2 << 8,), invoke(STATIC, AGREE, 1, 2), RETURN], 9)


def switches(facts: FactSet) -> list[tuple[Any, ...]]:
    return [tuple(row[n] for n in ("sdk", "purpose", "calls", "argument", "place", "start_state")) for row in facts.rows["sdk_switch"]]


def test_a_switch_that_is_in_the_package_and_not_called_by_the_host() -> None:
    assert switches(app(sdk=amap)) == [("amap", "consent", 0, None, None, None)]


def test_a_switch_that_the_host_calls_with_a_value() -> None:
    found = switches(app((0x12 | 2 << 8 | 1 << 12,), invoke(STATIC, AGREE, 1, 2), sdk=amap))
    assert found == [("amap", "consent", 1, "1", "Lcn/mingcha/hostile/App;->onCreate()V", "at-start")]


def test_a_switch_that_is_not_in_the_package_is_none() -> None:
    assert switches(app(invoke(STATIC, AGREE, 1, 2))) == []


def calls(facts: FactSet) -> list[tuple[Any, ...]]:
    return [tuple(row[n] for n in ("kind", "argument", "owner", "start_state")) for row in facts.rows["watched_call"]]


def test_an_interval() -> None:
    found = calls(app((0x16 | 2 << 8, 500), invoke(VIRTUAL, INTERVAL, 1, 2, 3)))
    assert found == [("location_interval", "500", "app", "at-start")]


def test_names_beside_shared_storage_that_look_like_a_kept_identifier() -> None:
    assert calls(app(const_string(2, "/.uuid_cache"), const_string(3, "photos"), invoke(STATIC, EXTERNAL))) == [
        ("shared_storage", "/.uuid_cache", "app", "at-start")
    ]
    assert calls(app(const_string(3, "photos"), invoke(STATIC, EXTERNAL))) == []


def test_a_key_that_is_not_known_stays_unknown() -> None:
    assert calls(app(invoke(STATIC, PUT, 1, 2, 3))) == [("lasting_store", None, "app", "at-start")]
    assert calls(app(const_string(2, "uuid"), invoke(STATIC, PUT, 1, 2, 3))) == [("lasting_store", "uuid", "app", "at-start")]
