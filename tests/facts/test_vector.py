"""Vector drawables: seen by the colours and opacities of their paths."""

from __future__ import annotations

import pytest
from bench.violations.intruding import vector
from bench.violations.verdicts import package
from tests.facts.conducts import read

pytestmark = pytest.mark.debian

ICON = 'android:icon="@drawable/ic"'


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        (vector(255), [False]),
        (vector(8), [False]),
        (vector(7), [True]),
        (vector(255, 'android:alpha="0.01"'), [True]),
        (vector(255, path='android:fillAlpha="0"'), [True]),
        (vector(0, path='android:strokeColor="#ff000000"'), [False]),
        (vector(0, path='android:strokeColor="#ff000000" android:strokeAlpha="0"'), [True]),
        (vector(0, path='android:strokeColor="@android:color/black"'), []),  # of the framework: not known here
        (vector(0, path='android:strokeColor="@android:color/transparent"'), [True]),
        (vector(0, path='android:strokeColor="?android:attr/colorAccent"'), []),
        (vector(255).replace("<path", "<clip-path"), []),
    ],
)
def test_whether_a_drawing_can_be_seen(drawing: str, expected: list[bool]) -> None:
    rows = read(package(attributes=ICON, resources={"drawable/ic.xml": drawing})).rows["icon"]
    assert [row["transparent"] for row in rows] == expected


@pytest.mark.parametrize(("colour", "transparent"), [("#00ffffff", True), ("#80ffffff", False)])
def test_a_layer_of_an_adaptive_icon_may_be_a_vector(colour: str, transparent: bool) -> None:
    space = 'xmlns:android="http://schemas.android.com/apk/res/android"'
    layers = '<background android:drawable="@color/c"/><foreground android:drawable="@drawable/ic"/>'
    resources = {
        "drawable/a.xml": f"<adaptive-icon {space}>{layers}</adaptive-icon>\n",
        "drawable/ic.xml": vector(0),
        "values/c.xml": f'<resources><color name="c">{colour}</color></resources>\n',
    }
    (row,) = read(package(attributes='android:icon="@drawable/a"', resources=resources)).rows["icon"]
    assert (row["kind"], row["transparent"]) == ("adaptive", transparent)
