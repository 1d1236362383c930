"""Which package format an archive is, by the names of its entries, to name formats that are not read here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.model import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

AAB = Text("安卓应用包（Android App Bundle，.aab）", "an Android App Bundle (.aab)")
APKS = Text("bundletool 的拆分 APK 集合（.apks）", "a set of split APKs made by bundletool (.apks)")
XAPK = Text("拆分 APK 集合（.xapk）", "a set of split APKs (.xapk)")
APKM = Text("拆分 APK 集合（.apkm）", "a set of split APKs (.apkm)")
SPLITS = Text("内含 APK 的压缩包", "an archive of APKs")
IPA = Text("iOS 应用（.ipa）", "an iOS app (.ipa)")
HARMONY_APP = Text("鸿蒙应用包（.app）", "a HarmonyOS app pack (.app)")
HAP = Text("鸿蒙模块包（.hap / .hsp）", "a HarmonyOS module (.hap / .hsp)")
RPK = Text("快应用（.rpk）", "a quick app (.rpk)")
AAR = Text("安卓库（.aar）", "an Android library (.aar)")
JAR = Text("Java 归档（.jar）", "a Java archive (.jar)")
OFFICE = Text("Office 文档", "an Office document")

_IOS = re.compile(r"Payload/[^/]+\.app/")


def has_suffix(names: Iterable[str], suffix: str) -> bool:
    """Tell whether any name ends so, in any case."""
    return any(name.lower().endswith(suffix) for name in names)


def name_container(names: Collection[str]) -> Text | None:
    """Name the format of an archive that has these entries, or None when it may be an APK or is nothing known."""
    if "AndroidManifest.xml" in names:
        return AAR if "classes.jar" in names or ("R.txt" in names and "classes.dex" not in names) else None
    if "BundleConfig.pb" in names or "base/manifest/AndroidManifest.xml" in names:
        return AAB
    return _of_splits(names) or _of_others(names)


def _of_splits(names: Collection[str]) -> Text | None:
    if not has_suffix(names, ".apk"):
        return None
    if "toc.pb" in names:
        return APKS
    if "manifest.json" in names:
        return XAPK
    return APKM if "info.json" in names else SPLITS


def _of_others(names: Collection[str]) -> Text | None:
    if any(_IOS.match(name) for name in names):
        return IPA
    if "pack.info" in names and has_suffix(names, ".hap"):
        return HARMONY_APP
    if "module.json" in names or ("config.json" in names and "pack.info" in names):
        return HAP
    if "manifest.json" in names and "app.js" in names:
        return RPK
    if "[Content_Types].xml" in names:
        return OFFICE
    return JAR if has_suffix(names, ".class") else None
