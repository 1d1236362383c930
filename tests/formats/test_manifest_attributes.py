from __future__ import annotations

from pathlib import Path

import pytest
from tests.formats.build import build_table, build_xml, config, node, package_chunk, type_chunk

from mingcha.formats import axml
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.manifest_attributes import IDS, Attributes
from mingcha.formats.zip import Archive

TABLE = ResourceTable(
    build_table(
        ["文本"],
        package_chunk(
            0x7F,
            "com.x",
            ["string", "bool", "xml"],
            ["name"],
            type_chunk(1, config(), {0: (0, 3, 0)}),
            type_chunk(2, config(), {0: (0, 0x12, 0xFFFFFFFF)}),
            type_chunk(3, config(), {0: (0, 3, 0)}),
        ),
    )
)
TEXT, BOOL, XML, LOST = 0x7F010000, 0x7F020000, 0x7F030000, 0x7F0F0000


def of(attributes: dict, ids: dict[str, int] = IDS, table: ResourceTable | None = TABLE) -> Attributes:
    return Attributes(axml.parse(build_xml(node("a", attributes), ids)), table)


def test_resource_id_decides_and_not_the_name():
    assert of({"garbage": "by id"}, {"garbage": IDS["name"]}).text("name") == "by id"
    both = of({"name": "by name", "garbage": "by id"}, {"garbage": IDS["name"]})
    assert both.text("name") == "by id"
    assert of({"name": "another id"}, {"name": IDS["label"]}).text("name") is None


def test_name_counts_where_there_is_no_id():
    assert of({"name": "by name"}, {}).text("name") == "by name"


def test_references_are_resolved_and_the_declared_text_is_kept():
    found = of({"label": ("ref", TEXT), "enabled": ("ref", BOOL), "name": ("ref", LOST), "resource": ("ref", XML)})
    assert (found.text("label"), found.raw("label")) == ("文本", "@0x7f010000")
    assert found.flag("enabled", default=False) is True
    assert (found.text("name"), found.raw("name")) == (None, "@0x7f0f0000")
    assert (found.resource("resource"), found.resource("name")) == ("@xml/name", "@0x7f0f0000")
    assert found.resource("label") == "@string/name"
    assert of({"label": ("ref", TEXT)}, table=None).text("label") is None


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (True, True),
        (False, False),
        (5, True),
        (0, False),
        ("true", True),
        ("1", True),
        ("no", False),
        (("ref", LOST), True),
    ],
)
def test_booleans_as_typed_array_takes_them(value, flag):
    assert of({"exported": value}).flag("exported", default=True) is flag
    assert of({}).flag("exported", default=True) is True


@pytest.mark.parametrize(
    ("value", "number"),
    [(21, 21), (-5, -5), ("21", 21), ("0x15", 21), ("x", None), ((0x11, 255), 255), (("ref", LOST), None)],
)
def test_integers_as_typed_array_takes_them(value, number):
    assert of({"priority": value}).integer("priority") == number
    assert of({}).integer("priority") is None


@pytest.mark.debian
def test_ids_are_those_of_the_framework():
    framework = Path("/usr/share/android-framework-res/framework-res.apk")
    if not framework.is_file():
        pytest.skip("Debian's android-framework-res is absent")
    table = ResourceTable(Archive(framework.read_bytes()).read("resources.arsc"))
    assert {name: table.entry_name(number) for name, number in IDS.items()} == {name: f"attr/{name}" for name in IDS}
