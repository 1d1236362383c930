from __future__ import annotations

import numpy as np
import pytest
from tests.dex.dexwriter import Dex
from tests.hostile import packages
from tests.hostile.axmls import empty

from mingcha.dex.program import Program, load
from mingcha.facts.owner import Owners
from mingcha.facts.version import Version, find_versions, nearest_versions
from mingcha.fingerprint.database import Database, Release, Table
from mingcha.formats.apk import open_apk

OWNERS = Owners({"com.sdk": "sdk", "com.other": "other"}, ["cn.mingcha"])


def program(**constants: tuple[str, str]) -> Program:
    dex = Dex()
    for name, (field, value) in constants.items():
        dex.add(f"Lcom/sdk/{name};").static(field, "Ljava/lang/String;", value)
    return load([("classes.dex", dex.build())])


def constant(**constants: tuple[str, str]) -> str | None:
    found = find_versions(program(**constants), None, OWNERS, {}, ())
    return found["sdk"].text if found else None


@pytest.mark.parametrize(
    ("constants", "version"),
    [
        ({"A": ("SDK_VERSION", "4.580.1450")}, "4.580.1450"),
        ({"BuildConfig": ("VERSION_NAME", "v5.7.0-beta")}, "5.7.0-beta"),
        ({"A": ("SDK_VERSION", "6.9.4"), "BuildConfig": ("VERSION_NAME", "1.2")}, "6.9.4"),
        ({"A": ("VERSION", "1.1"), "B": ("VERSION", "2.2")}, None),
        ({"A": ("VERSION", "1.1"), "B": ("VERSION", "1.1")}, "1.1"),
        ({"BuildConfig": ("VERSION_NAME", "1.0")}, None),
        ({"A": ("PROTOCOL_VERSION", "1.5")}, None),
        ({"A": ("SDK_VERSION", "unknown")}, None),
        ({"A": ("URL", "1.2.3")}, None),
    ],
)
def test_constants_say_the_version_when_they_agree(constants: dict[str, tuple[str, str]], version: str | None) -> None:
    assert constant(**constants) == version


def stated(name: str, value: str) -> dict[str, Version]:
    xml = packages.manifest(*empty("meta-data", android_name=name, android_value=value))
    return find_versions(None, open_apk(packages.apk(xml=xml)).manifest, OWNERS, {name: "sdk"}, ())


def test_meta_data_says_the_version_unless_it_is_the_apps() -> None:
    assert stated("wbsdk_version_name", "13.10.6") == {"sdk": Version("13.10.6", "meta-data")}
    assert stated("BUGLY_APP_VERSION", "1.2") == stated("SDK_APPKEY", "1.2") == {}


def test_a_librarys_name_says_the_version() -> None:
    brought = [("sdk", "libjcore332.so"), ("other", "libBaiduMapSDK_map_v6_0_0.so"), ("third", "libplain.so")]
    assert find_versions(None, None, OWNERS, {}, brought) == {"sdk": Version("3.3.2", "library"), "other": Version("6.0.0", "library")}


DATABASE = Database(
    (Release("sdk", "1.0", 100, 0), Release("sdk", "1.10", 100, 0), Release("sdk", "1.9", 100, 0), Release("other", None, 20, 0)),
    ((0,), (1,)),
    Table(np.zeros(0, np.uint64), np.zeros(0, np.uint16)),
    Table(np.zeros(0, np.uint64), np.zeros(0, np.uint16)),
)


@pytest.mark.parametrize(
    ("matched", "version"),
    [
        ({0: 90, 1: 40, 2: 40}, "1.0"),
        ({0: 40, 1: 90, 2: 89}, "1.9–1.10"),
        ({0: 45, 1: 40}, None),
        ({0: 9}, None),
        ({}, None),
        ({3: 20}, None),
    ],
)
def test_the_nearest_release_or_the_range_of_those_as_near(matched: dict[int, int], version: str | None) -> None:
    assert nearest_versions(matched, DATABASE) == ({"sdk": Version(version, "nearest")} if version else {})
