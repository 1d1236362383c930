from __future__ import annotations

from typing import Any

import pytest
from tests.formats.build import build_xml, node

from mingcha.formats import axml
from mingcha.formats.anomalies import Anomalies
from mingcha.formats.manifest_attributes import IDS
from mingcha.formats.manifest_components import Component, IntentFilter, MetaData, expand, read_components

VIEW = node("intent-filter", {}, node("action", {"name": "android.intent.action.VIEW"}))


def read(*children: Any, target: int = 30, anomalies: Anomalies | None = None, **attributes: Any) -> tuple[Component, ...]:
    application = axml.parse(build_xml(node("application", attributes, *children), IDS))
    return read_components(application, None, "com.x", target, anomalies or Anomalies())


@pytest.mark.parametrize(("name", "full"), [(".Main", "com.x.Main"), ("Main", "com.x.Main"), ("a.B", "a.B"), ("", None), (None, None)])
def test_names_are_expanded(name, full):
    assert expand("com.x", name) == full


@pytest.mark.parametrize(
    ("kind", "attributes", "children", "target", "exported"),
    [
        ("activity", {}, (), 30, False),
        ("activity", {}, (VIEW,), 30, True),
        ("activity", {"exported": False}, (VIEW,), 30, False),
        ("activity-alias", {"exported": True}, (), 30, True),
        ("service", {}, (VIEW,), 30, True),
        ("receiver", {}, (), 30, False),
        ("receiver", {}, (node("intent-filter", {}, node("category", {"name": "c"})),), 30, False),
        ("provider", {}, (), 16, True),
        ("provider", {}, (), 17, False),
        ("provider", {"exported": True}, (), 30, True),
        ("activity", {"exported": ("ref", 0x7F010001)}, (VIEW,), 30, False),
    ],
)
def test_exported_as_android_takes_it(kind, attributes, children, target, exported):
    (component,) = read(node(kind, {"name": ".C", **attributes}, *children), target=target)
    assert component.exported is exported


def test_a_provider():
    (found,) = read(
        node(
            "provider",
            {
                "name": "P",
                "authorities": "a;b",
                "readPermission": "r",
                "permission": "p",
                "initOrder": 100,
                "process": ":remote",
                "enabled": False,
            },
            node("meta-data", {"name": "k", "resource": ("ref", 0x7F010001)}),
        )
    )
    assert (found.type, found.name, found.target, found.enabled) == ("provider", "com.x.P", "com.x.P", False)
    assert (found.authorities, found.init_order, found.process) == ("a;b", 100, "com.x:remote")
    assert (found.permission, found.read_permission, found.write_permission) == ("p", "r", "p")
    assert found.meta_data == (MetaData("com.x.P", "k", "@0x7f010001"),)
    assert found.raw == {
        "name": "P",
        "enabled": "false",
        "permission": "p",
        "process": ":remote",
        "authorities": "a;b",
    }


def test_filters_keep_their_order_and_data():
    (found,) = read(
        node(
            "activity",
            {"name": ".C", "excludeFromRecents": True, "label": "标签"},
            node("intent-filter", {}, node("category", {"name": "dropped: no action"})),
            node(
                "intent-filter",
                {"priority": 1000},
                node("action", {"name": "a"}),
                node("category", {"name": "c"}),
                node("data", {"scheme": "https", "host": "h", "pathPrefix": "/p", "mimeType": "m/n"}),
            ),
        )
    )
    data = (("scheme", "https"), ("host", "h"), ("path", "/p"), ("mime", "m/n"))
    assert found.filters == (IntentFilter(("a",), ("c",), data, 1000),)
    assert list(found.filters[0].values()) == [("action", "a"), ("category", "c"), *data]
    assert (found.exclude_from_recents, found.label) == (True, "标签")


def test_defaults_of_the_application_reach_its_components():
    own, inherited = read(
        node("service", {"name": ".A", "process": "other", "permission": "mine", "foregroundServiceType": 8}),
        node("service", {"name": ".B"}),
        process=":all",
        permission="theirs",
    )
    assert (own.process, own.permission, own.foreground_service_type) == ("other", "mine", 8)
    assert (inherited.process, inherited.permission, inherited.foreground_service_type) == ("com.x:all", "theirs", None)


def test_own_process_named_in_full_is_the_default():
    (found,) = read(node("service", {"name": ".A", "process": "com.x"}))
    assert found.process is None


def test_meta_data_of_the_application_is_not_a_component():
    assert read(node("meta-data", {"name": "k", "value": "v"}), node("uses-library", {"name": "l"})) == ()


def test_nameless_component_is_recorded():
    anomalies = Anomalies()
    assert read(node("service", {}), anomalies=anomalies) == ()
    assert anomalies.codes() == {"manifest-nameless"}
