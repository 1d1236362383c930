from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.dex.dexwriter import Dex
from tests.formats.classwriter import jar
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.catalogue import load
from mingcha.facts.collect import collect, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.facts.factset import FactSet


def plugin() -> bytes:
    dex = Dex()
    for number in range(4):
        dex.add(f"Lcom/qq/e/comm/A{number};")
    dex.add("Lyaq/a/B;")
    return dex.build()


def facts_of(*members: Member) -> FactSet:
    prepare()
    return collect(packages.apk(*members), "a.apk")


def test_a_nested_payload_belongs_to_its_sdk() -> None:
    facts = facts_of(Member("assets/gdt_plugin/gdtadv2.jar", jar({"classes.dex": plugin()})), Member("assets/own.zip", jar({"a": b"b"})))
    assert {row["path"]: row["owner"] for row in facts.rows["asset"]} == {
        "assets/gdt_plugin/gdtadv2.jar": "gdt_ylh",
        "assets/gdt_plugin/gdtadv2.jar!classes.dex": "gdt_ylh",
        "assets/own.zip": "app",
    }
    (row,) = facts.rows["sdk"]
    assert (row["id"], row["state"], row["start_state"], row["classes"]) == ("gdt_ylh", "linked", "unreached", 5)
    assert "asset:assets/gdt_plugin/gdtadv2.jar" in row["evidence"]


def test_without_sdks_there_are_none() -> None:
    assert facts_of().rows["sdk"] == []


FOUND = {
    # Umeng, MTA, QQ and Alipay were renamed; only their unrenamed neighbours show by package.
    "adymilk_xinBrowser_app-xiaomi-release.apk": {"alipay", "qq_connect", "tencent_mta", "umeng_analytics", "wechat_opensdk"},
    "Wqymai_MiiAd_app-测服0817.apk": {"gdt_ylh", "pangle_csj"},
    "GeeTeam_gt3-android-sdk_Sensebot-4.0.5.apk": {"geetest"},
    "tianma8023_NetDetector_demo.apk": set(),
    "ChenJunsen_Hegui3.0_合规检测测试程序.apk": set(),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", FOUND)
def test_real_apps_have_the_sdks_that_were_read_in_them(corpus: Path, name: str) -> None:
    prepare()
    (path,) = (corpus / "apks").rglob(name)
    facts = collect(path.read_bytes(), name)
    assert {row["id"] for row in facts.rows["sdk"] if row["confidence"] >= 0.9} == FOUND[name]
    assert {row["owner"] for row in facts.rows["access"] if row["owner"].startswith("unknown:androidx")} == set()


@pytest.mark.corpus
def test_versions_have_a_basis(corpus: Path) -> None:
    prepare()
    (path,) = (corpus / "apks").rglob("sensorsdata_sa-sdk-android_demo-release.apk")
    (row,) = collect(path.read_bytes(), path.name).rows["sdk"]
    assert (row["id"], row["version"], row["version_basis"]) == ("sensorsdata", "6.8.2", "constant")


@pytest.mark.corpus
def test_a_read_that_an_app_store_found_has_the_same_culprit(corpus: Path) -> None:
    prepare()
    (path,) = (corpus / "apks").rglob("sensorsdata_sa-sdk-android_demo-release.apk")
    rows = [
        row for row in collect(path.read_bytes(), path.name).rows["access"] if row["data_type"] == "android_id" and row["confidence"] >= 0.9
    ]
    assert {(row["owner"], row["start_state"]) for row in rows} == {("sensorsdata", "at-start")}


def test_a_file_may_state_the_version() -> None:
    def ads(dex: Dex) -> None:
        dex.add("Lcom/google/android/gms/ads/AdView;").static("SDK_VERSION", "Ljava/lang/String;", "1.2.3")
        for number in range(5):
            dex.add(f"Lcom/google/android/gms/ads/A{number};")

    member = Member("play-services-ads.properties", b"version=20.1.0\nclient=play-services-ads")
    rows = collect(packages.apk(member, dex=packages.program(ads).build()), "x.apk").rows["sdk"]
    assert [(row["id"], row["version"], row["version_basis"]) for row in rows] == [("admob", "20.1.0", "file")]


def test_libraries_are_booked_by_the_registry() -> None:
    known = next(name for sdk in load().sdks.values() if sdk.id == "bugly" for name in sdk.native_libs)
    facts = facts_of(Member(f"lib/arm64-v8a/{known}", b"\x7fELF\x02\x01\x01" + bytes(57)))
    assert [row["owner"] for row in facts.rows["native_lib"]] == ["bugly"]
    assert [(row["id"], row["state"]) for row in facts.rows["sdk"]] == [("bugly", "present")]
