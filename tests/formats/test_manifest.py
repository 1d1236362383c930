from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from tests.formats.build import build_xml, node

from mingcha.formats import manifest
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.errors import EntryError
from mingcha.formats.manifest import DeclaredPermission, UsesPermission
from mingcha.formats.manifest_attributes import IDS
from mingcha.formats.zip import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.formats.manifest import Manifest


def read(*children: Any, anomalies: Anomalies | None = None, **attributes: Any) -> Manifest:
    data = build_xml(node("manifest", {"package": "com.x", **attributes}, *children), IDS)
    return manifest.read(data, None, anomalies)


def test_everything_absent_has_the_defaults_of_android():
    found = read(node("application"))
    assert (found.package, found.version_code, found.version_name) == ("com.x", None, None)
    assert (found.min_sdk, found.target_sdk, found.max_sdk) == (1, 1, None)
    assert (found.allow_backup, found.debuggable, found.cleartext, found.enabled) == (True, False, True, True)
    assert (found.process, found.application_class, found.launcher, found.split) == ("com.x", None, None, None)
    assert (found.permissions, found.components, found.queries, found.meta_data) == ((), (), (), ())
    assert found.raw == {"manifest:package": "com.x"}


def test_application_attributes():
    found = read(
        node("uses-sdk", {"minSdkVersion": 21, "targetSdkVersion": 30, "maxSdkVersion": 33}),
        node(
            "application",
            {
                "name": ".App",
                "label": "应用",
                "process": ":p",
                "debuggable": True,
                "allowBackup": False,
                "appComponentFactory": "a.B",
                "networkSecurityConfig": ("ref", 0x7F110000),
            },
        ),
        versionCode=7,
        versionName="1.0",
        sharedUserId="android.uid.x",
    )
    assert (found.application_class, found.app_component_factory, found.label) == ("com.x.App", "a.B", "应用")
    assert (found.process, found.debuggable, found.allow_backup, found.cleartext) == ("com.x:p", True, False, False)
    assert (found.min_sdk, found.target_sdk, found.max_sdk) == (21, 30, 33)
    assert (found.version_code, found.version_name, found.shared_user_id) == (7, "1.0", "android.uid.x")
    assert found.network_security_config == "@0x7f110000"
    assert found.raw["application:debuggable"] == "true"
    assert found.raw["uses-sdk:minSdkVersion"] == "21"


@pytest.mark.parametrize(
    ("sdk", "expected"),
    [
        ([{"minSdkVersion": 9}], (9, 9)),
        ([{"targetSdkVersion": 30}], (1, 30)),
        ([{"minSdkVersion": "21", "targetSdkVersion": "33"}], (21, 33)),
        ([{"minSdkVersion": "Q", "targetSdkVersion": "Tiramisu"}], (29, 33)),
        ([{"minSdkVersion": "S.fingerprint"}], (31, 31)),
        ([{"minSdkVersion": 5, "targetSdkVersion": "Zebra"}], (5, 10_000)),
        ([{"minSdkVersion": 5}, {"minSdkVersion": 6}], (6, 6)),
        ([], (1, 1)),
    ],
)
def test_sdk_versions(sdk, expected):
    found = read(*(node("uses-sdk", attributes) for attributes in sdk), node("application"))
    assert (found.min_sdk, found.target_sdk) == expected


@pytest.mark.parametrize(("target", "declared", "cleartext"), [(27, None, True), (28, None, False), (28, True, True), (19, False, False)])
def test_cleartext_traffic(target, declared, cleartext):
    attributes = {} if declared is None else {"usesCleartextTraffic": declared}
    found = read(node("uses-sdk", {"targetSdkVersion": target}), node("application", attributes))
    assert found.cleartext is cleartext


def test_major_version_code():
    assert read(node("application"), versionCode=3, versionCodeMajor=2).version_code == 2 << 32 | 3


def test_permissions_asked_for_and_defined():
    found = read(
        node("uses-permission", {"name": "android.permission.CAMERA"}),
        node("uses-permission", {"name": "android.permission.WRITE_EXTERNAL_STORAGE", "maxSdkVersion": 28}),
        node("uses-permission-sdk-23", {"name": "android.permission.READ_SMS"}),
        node("uses-permission", {}),
        node("permission", {"name": "com.x.P", "protectionLevel": 2, "permissionGroup": "g"}),
        node("uses-feature", {"name": "android.hardware.camera", "required": False}),
        node("application"),
    )
    assert found.permissions == (
        UsesPermission("android.permission.CAMERA", None, from_sdk_23=False),
        UsesPermission("android.permission.WRITE_EXTERNAL_STORAGE", 28, from_sdk_23=False),
        UsesPermission("android.permission.READ_SMS", None, from_sdk_23=True),
    )
    assert found.declared_permissions == (DeclaredPermission("com.x.P", 2, "g"),)
    assert found.features == (("android.hardware.camera", False),)


def test_queries():
    found = read(
        node(
            "queries",
            {},
            node("package", {"name": "com.tencent.mm"}),
            node("intent", {}, node("action", {"name": "android.intent.action.VIEW"}), node("data", {"scheme": "https"})),
            node("provider", {"authorities": "a.b;c.d"}),
            node("unknown"),
        ),
        node("application"),
    )
    assert found.queries == (
        ("package", "com.tencent.mm"),
        ("action", "android.intent.action.VIEW"),
        ("provider", "a.b"),
        ("provider", "c.d"),
    )


def test_splits():
    found = read(node("application"), split="feature", isFeatureSplit=True, configForSplit="base")
    assert (found.split, found.is_feature_split, found.config_for_split) == ("feature", True, "base")


def test_launcher_is_the_first_enabled_one():
    main = node("action", {"name": "android.intent.action.MAIN"})
    launcher = node("category", {"name": "android.intent.category.LAUNCHER"})
    shown = node("intent-filter", {}, main, launcher)
    found = read(
        node(
            "application",
            {},
            node("activity", {"name": ".Hidden", "enabled": False}, shown),
            node("activity", {"name": ".NoLauncher"}, node("intent-filter", {}, main)),
            node("activity-alias", {"name": ".Alias", "targetActivity": ".Real"}, shown),
        )
    )
    assert found.launcher == "com.x.Real"


def test_first_of_several_applications_counts():
    anomalies = Anomalies()
    found = read(node("application", {"label": "a"}), node("application", {"label": "b"}), anomalies=anomalies)
    assert found.label == "a"
    assert anomalies.codes() == {"manifest-applications"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (build_xml(node("resources"), IDS), "manifest-root"),
        (build_xml(node("manifest", {}), IDS), "manifest-package"),
        (b"<manifest package='com.x'/>", "axml-text"),
        (b"\0" * 64, "axml-empty"),
    ],
)
def test_what_is_no_manifest(data, code):
    with pytest.raises(EntryError) as caught:
        manifest.read(data, None)
    assert caught.value.code == code


def open_manifest(path: Path) -> tuple[Manifest, ResourceTable | None]:
    archive = Archive(path.read_bytes())
    table = ResourceTable(archive.read("resources.arsc")) if "resources.arsc" in archive.entries else None
    return manifest.read(archive.read("AndroidManifest.xml"), table), table


# Where the truth of the corpus is not what the package says; everything else must be equal.
NOT_IN_TRUTH = {
    # The reference parser lists <uses-permission> only; this app asks for two more from Android 6.0 on.
    ("apks/robust/androguard_androguard_duplicate.permisssions_9999999.apk", "permissions"): {
        "android.permission.REQUEST_IGNORE_BATTERY_OPTIMIZATIONS",
        "android.permission.REQUEST_INSTALL_PACKAGES",
    }
}
NO_MANIFEST = {
    "apks/robust/androguard_androguard_CertChain.apk",
    "apks/robust/androguard_androguard_multidex.apk",
}


def as_truth(found: Manifest, table: ResourceTable | None) -> dict[str, Any]:
    """Return a manifest in the form of manifest_truth.jsonl: raw declared values, labels in the default language."""
    raw = found.raw

    def components(kind: str) -> list[dict[str, Any]]:
        return [
            {
                **{key: component.raw.get(key) for key in ("name", "exported", "permission", "process")},
                "actions": [action for entry in component.filters for action in entry.actions],
            }
            for component in found.components
            if component.type == kind
        ]

    label = raw.get("application:label")
    if label and label.startswith("@") and table:
        label = table.text(int(label[1:], 16), "default")
    return {
        "package": found.package,
        "versionName": found.version_name,
        "versionCode": raw.get("manifest:versionCode"),
        "label": label,
        "minSdk": raw.get("uses-sdk:minSdkVersion"),
        "targetSdk": raw.get("uses-sdk:targetSdkVersion"),
        "permissions": sorted({permission.name for permission in found.permissions}),
        "main": found.launcher,
        **{kind: components(kind) for kind in ("activity", "service", "receiver", "provider")},
        "boot_receiver": any(
            "android.intent.action.BOOT_COMPLETED" in entry.actions
            for component in found.components
            if component.type == "receiver"
            for entry in component.filters
        ),
        "debuggable": raw.get("application:debuggable"),
        "allowBackup": raw.get("application:allowBackup"),
        "usesCleartextTraffic": raw.get("application:usesCleartextTraffic"),
        "networkSecurityConfig": raw.get("application:networkSecurityConfig"),
        "meta_data_names": sorted({data.name for data in found.meta_data}),
    }


@pytest.mark.corpus
def test_facts_equal_the_truth_of_the_corpus(corpus):
    lines = (corpus / "apks" / "manifest_truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 108
    without = set()
    for line in lines:
        truth = json.loads(line)
        path = truth.pop("path")
        if "error" in truth:
            without.add(path)
            assert "AndroidManifest.xml" not in Archive((corpus / path).read_bytes()).entries
            continue
        more = NOT_IN_TRUTH.get((path, "permissions"), set())
        truth["permissions"] = sorted({*truth["permissions"], *more})
        truth["meta_data_names"] = sorted(set(truth["meta_data_names"]))
        assert as_truth(*open_manifest(corpus / path)) == truth, path
    assert without == NO_MANIFEST


@pytest.mark.corpus
@pytest.mark.debian
def test_badging_equals_aapt(corpus):
    compared = 0
    for path in sorted((corpus / "apks" / "cn").glob("*.apk")):
        run = subprocess.run(["aapt", "dump", "badging", str(path)], capture_output=True, check=False)
        out = run.stdout.decode("utf-8", "replace")
        found, table = open_manifest(path)
        package = re.search(r"package: name='(.*?)' versionCode='(.*?)' versionName='(.*?)'", out)
        assert package is not None
        assert package.groups() == (found.package, str(found.version_code or ""), found.version_name or "")
        sdk = dict(re.findall(r"^(sdkVersion|targetSdkVersion):'(\d+)'", out, re.MULTILINE))
        assert int(sdk.get("sdkVersion", 1)) == found.min_sdk
        assert int(sdk.get("targetSdkVersion", found.min_sdk)) == found.target_sdk
        asked = re.findall(r"^uses-permission: name='(.*?)'", out, re.MULTILINE)
        # aapt adds permissions that old target versions imply, and marks those apart.
        assert set(asked) - implied(out) == {p.name for p in found.permissions} - implied(out)
        label = re.search(r"^application-label-zh-CN:'(.*)'$", out, re.MULTILINE)
        plain = re.search(r"^application-label:'(.*)'$", out, re.MULTILINE)
        if label:
            assert label[1] == found.label
        elif plain and table:
            assert plain[1] in (found.label, table.text(int(found.raw["application:label"][1:], 16), "default"))
        launchable = re.search(r"^launchable-activity: name='(.*?)'", out, re.MULTILINE)
        assert (launchable[1] if launchable else None) == found.launcher
        compared += 1
    assert compared == 23


def implied(badging: str) -> set[str]:
    return set(re.findall(r"^uses-implied-permission: name='(.*?)'", badging, re.MULTILINE))
