from __future__ import annotations

from typing import Any

from tests.formats.build import build_xml, node

from mingcha.catalogue import load
from mingcha.dex.graph import ACTIVITY, PROVIDER, RECEIVER, SERVICE
from mingcha.dex.reach import EntryPoints
from mingcha.facts import manifest as facts_of
from mingcha.facts.factset import FactSet
from mingcha.facts.owner import Owners
from mingcha.formats import manifest
from mingcha.formats.manifest_attributes import IDS

CATALOGUE = load()
LAUNCHER = node(
    "intent-filter",
    {},
    node("action", {"name": "android.intent.action.MAIN"}),
    node("category", {"name": "android.intent.category.LAUNCHER"}),
)
BOOT = node("intent-filter", {"priority": 7}, node("action", {"name": "android.intent.action.BOOT_COMPLETED"}))


def read(*components: Any, before: tuple[Any, ...] = (), **application: Any) -> manifest.Manifest:
    return manifest.read(
        build_xml(node("manifest", {"package": "com.x"}, *before, node("application", application, *components)), IDS), None
    )


def test_entry_points_by_when_the_system_makes_them() -> None:
    found = facts_of.entry_points(
        read(
            node("activity", {"name": ".Main"}, LAUNCHER),
            node("activity", {"name": ".Open", "exported": True}),
            node("activity", {"name": ".Inner"}),
            node("activity", {"name": ".Off", "exported": True, "enabled": False}),
            node("service", {"name": ".Daemon", "exported": True}),
            node("service", {"name": ".Own"}),
            node("receiver", {"name": ".Boot"}, BOOT),
            node("provider", {"name": ".Late", "initOrder": 1}),
            node("provider", {"name": ".Early", "initOrder": 9}),
            node("provider", {"name": ".Apart", "process": ":push"}),
            node("provider", {"name": ".Gone", "enabled": False}),
            node("meta-data", {"name": "com.x.Initializer", "value": "androidx.startup"}),
            name=".App",
            appComponentFactory=".Factory",
        )
    )
    assert found == EntryPoints(
        start=("Lcom/x/Factory;", "Lcom/x/App;", "Lcom/x/Early;", "Lcom/x/Late;", "Lcom/x/Initializer;"),
        launcher=("Lcom/x/Main;",),
        screens=("Lcom/x/Open;",),
        background=("Lcom/x/Daemon;", "Lcom/x/Boot;", "Lcom/x/Apart;"),
        own_background=("Lcom/x/Own;",),
    )


def test_providers_start_with_the_application_whatever_its_process_is_called() -> None:
    found = facts_of.entry_points(
        read(node("provider", {"name": ".Default"}), node("provider", {"name": ".Apart", "process": "com.x"}), process=":main")
    )
    assert (found.start, found.background) == (("Lcom/x/Default;",), ("Lcom/x/Apart;",))


def test_a_provider_in_the_launchers_own_process_starts_with_the_launcher() -> None:
    found = facts_of.entry_points(
        read(node("activity", {"name": ".Main", "process": ":ui"}, LAUNCHER), node("provider", {"name": ".Beside", "process": ":ui"}))
    )
    assert (found.start, found.background) == (("Lcom/x/Beside;",), ())


def test_an_alias_stands_for_its_target() -> None:
    found = read(
        node("activity", {"name": ".Main"}),
        node("activity-alias", {"name": ".Icon", "targetActivity": ".Main"}, LAUNCHER),
        node("service", {"name": ".Main"}),
        node("receiver", {"name": ".R"}),
        node("provider", {"name": ".P"}),
    )
    assert facts_of.entry_points(found).launcher == ("Lcom/x/Main;",)
    assert facts_of.component_kinds(found) == {"Lcom/x/Main;": ACTIVITY | SERVICE, "Lcom/x/R;": RECEIVER, "Lcom/x/P;": PROVIDER}


def test_permissions_stand_once_with_their_level() -> None:
    facts = FactSet("ab")
    found = read(
        before=(
            node("uses-permission", {"name": "android.permission.CAMERA", "maxSdkVersion": 28}),
            node("uses-permission", {"name": "android.permission.CAMERA"}),
            node("uses-permission", {"name": "android.permission.INTERNET", "maxSdkVersion": 22}),
            node("uses-permission", {"name": "android.permission.INTERNET", "maxSdkVersion": 25}),
            node("uses-permission", {"name": "com.x.OWN"}),
            node("uses-permission", {"name": "com.y.FOREIGN"}),
            node("permission", {"name": "com.x.OWN", "protectionLevel": 0x12}),
        )
    )
    facts_of.collect_permissions(facts, found, CATALOGUE)
    assert [(row["name"], row["level"], row["group_zh"], row["max_sdk"]) for row in facts.rows["permission"]] == [
        ("android.permission.CAMERA", "dangerous", CATALOGUE.permissions["android.permission.CAMERA"].group_zh, None),
        ("android.permission.INTERNET", "normal", None, 25),
        ("com.x.OWN", "signature", None, None),
        ("com.y.FOREIGN", "unknown", None, None),
    ]


def test_components_filters_meta_data_and_queries_are_rows() -> None:
    facts = FactSet("ab")
    found = read(
        node("service", {"name": "cn.jpush.android.service.PushService", "exported": True, "process": ":push", "permission": "com.x.P"}),
        node("receiver", {"name": ".Boot"}, BOOT, node("meta-data", {"name": "k", "value": "v"})),
        before=(node("queries", {}, node("package", {"name": "com.other"})),),
    )
    facts_of.collect_components(facts, found, Owners({"cn.jpush.android": "jpush"}, ["com.x"]), {"Lcom/x/Boot;"})
    columns = ("type", "class", "exported", "process", "permission", "in_code", "owner")
    assert [tuple(row[name] for name in columns) for row in facts.rows["component"]] == [
        ("receiver", "com.x.Boot", True, None, None, True, "app"),
        ("service", "cn.jpush.android.service.PushService", True, "com.x:push", "com.x.P", False, "jpush"),
    ]
    (row,) = facts.rows["intent_filter"]
    assert row == {
        "package": "ab",
        "component": "com.x.Boot",
        "type": "receiver",
        "filter": 0,
        "kind": "action",
        "value": "android.intent.action.BOOT_COMPLETED",
        "priority": 7,
    }
    assert [(row["component"], row["name"], row["value"]) for row in facts.rows["meta_data"]] == [("com.x.Boot", "k", "v")]
    assert [(row["kind"], row["value"]) for row in facts.rows["package_query"]] == [("package", "com.other")]


def test_without_code_nobody_can_say_that_a_class_is_missing() -> None:
    facts = FactSet("ab")
    facts_of.collect_components(facts, read(node("activity", {"name": ".Main"})), Owners({}, ["com.x"]), None)
    assert [row["in_code"] for row in facts.rows["component"]] == [None]


def test_the_package_row_says_what_the_manifest_says() -> None:
    columns = facts_of.package_columns(read(node("activity", {"name": ".Main"}, LAUNCHER), label="店", debuggable=True, name=".App"))
    expected = {"app_id": "com.x", "name": "店", "min_sdk": 1, "target_sdk": 1, "application_class": "com.x.App", "launcher": "com.x.Main"}
    assert {name: columns[name] for name in expected} == expected
    assert (columns["debuggable"], columns["allow_backup"], columns["cleartext"]) == (True, True, True)
