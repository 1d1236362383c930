"""What layouts show: boxes with their state and words, fields for passwords."""

from __future__ import annotations

from typing import Any

import pytest
from tests.formats.build import Part, build_table, build_xml, build_zip, config, node, package_chunk, type_chunk

from mingcha.formats import widgets
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.widgets import Widget, layout_files
from mingcha.formats.zip import Archive

IDS = {"text": 0x0101014F, "checked": 0x01010106, "inputType": 0x01010220, "id": 0x010100D0}
TABLE = ResourceTable(
    build_table(
        ["同意《隐私政策》"],
        package_chunk(
            0x7F,
            "com.x",
            ["attr", "string", "id"],
            ["agree"],
            type_chunk(2, config(), {0: (0, 3, 0)}),
            type_chunk(3, config(), {0: (0, 0x12, 0)}),
        ),
    )
)


def found(*children: Any, utf8: bool = True) -> list[Widget]:
    return widgets.widgets("res/layout/a.xml", build_xml(node("LinearLayout", {}, *children), IDS, utf8=utf8), TABLE)


@pytest.mark.parametrize("utf8", [True, False])
def test_a_box_has_its_state_its_name_and_its_words(*, utf8: bool) -> None:
    box = node("CheckBox", {"checked": True, "id": ("ref", 0x7F030000), "text": ("ref", 0x7F020000)})
    assert found(box, utf8=utf8) == [Widget("res/layout/a.xml", "check", "CheckBox", "agree", True, "同意《隐私政策》")]


def test_a_box_without_words_has_the_first_behind_it() -> None:
    box, text = node("androidx.appcompat.widget.AppCompatCheckBox"), node("TextView", {"text": "我已阅读"})
    assert [w.text for w in found(node("TextView", {"text": "前"}), box, node("View"), text)] == ["我已阅读"]
    assert [w.text for w in found(node("FrameLayout", {}, box), node("LinearLayout", {}, text))] == ["我已阅读"]
    assert [w.text for w in found(node("TextView", {"text": "前"}), box)] == [None]


@pytest.mark.parametrize(
    ("tag", "attributes", "kind"),
    [
        ("RadioButton", {"checked": False}, "radio"),
        ("com.google.android.material.switchmaterial.SwitchMaterial", {}, "switch"),
        ("EditText", {"inputType": 0x81}, "password"),
        ("EditText", {"inputType": 0x12}, "password"),
        ("EditText", {"inputType": 0x1}, None),
        ("TextView", {"text": "CheckBox"}, None),
    ],
)
def test_kinds(tag: str, attributes: dict[str, Any], kind: str | None) -> None:
    assert [w.kind for w in found(node(tag, attributes))] == ([kind] if kind else [])


def test_widgets_of_one_layout_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "_MOST_WIDGETS", 3)
    assert len(found(*(node("CheckBox") for _ in range(9)))) == 3


def test_a_layout_that_cannot_be_read_shows_nothing() -> None:
    assert widgets.widgets("res/layout/a.xml", b"CheckBox", None) == []


def test_files_that_may_be_layouts() -> None:
    names = [
        "res/layout/a.xml",
        "res/layout-land-v13/b.xml",
        "r/l/c.xml",
        "res/d1.xml",
        "res/drawable-v24/e.xml",
        "res/anim/f.xml",
        "assets/g.xml",
    ]
    archive = Archive(build_zip(*(Part(name, b"x") for name in names)))
    assert [[name for name, _ in batch] for batch in layout_files(archive)] == [
        ["r/l/c.xml", "res/d1.xml", "res/layout-land-v13/b.xml", "res/layout/a.xml"]
    ]


def test_the_layouts_of_one_package_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "_MOST_IN_ALL", 5)
    archive = Archive(build_zip(*(Part(f"res/layout/{name}.xml", b"xxx") for name in "abc")))
    assert [[name for name, _ in batch] for batch in layout_files(archive)] == [["res/layout/a.xml"]]
