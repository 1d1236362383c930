from __future__ import annotations

from functools import cache

import pytest
from tests.smali import assemble

from mingcha.formats.apk import open_apk
from mingcha.formats.layouts import Layouts, Named

pytestmark = pytest.mark.debian

HEAD = 'xmlns:android="http://schemas.android.com/apk/res/android" xmlns:app="http://schemas.android.com/apk/res-auto"'
SIZE = 'android:layout_width="1dp" android:layout_height="1dp"'
MAIN, PART, STUB, RING, LAND, BROKEN = range(0x7F030000, 0x7F030006)
GRAPH, INNER, PREFERENCES = range(0x7F040000, 0x7F040003)
MENU, TITLE = 0x7F050000, 0x7F060000

RESOURCES = {
    "layout/main.xml": f"""<FrameLayout {HEAD} {SIZE}>
        <cn.x.Meter {SIZE} android:tag="cn.x.NotMade"/><TextView {SIZE} android:text="cn.x.NotMade"/>
        <view class="cn.x.Dial" {SIZE}/><fragment android:name=".Home" {SIZE}/>
        <androidx.coordinatorlayout.widget.CoordinatorLayout {SIZE}>
          <FrameLayout {SIZE} app:layout_behavior=".Slide"/></androidx.coordinatorlayout.widget.CoordinatorLayout>
        <include layout="@layout/part"/><ViewStub android:layout="@layout/stub" {SIZE}/></FrameLayout>""",
    "layout/part.xml": f"<cn.x.Part {HEAD} {SIZE}/>",
    "layout/stub.xml": f'<cn.x.Stub {HEAD} {SIZE} android:text="@string/title"/>',
    "layout/ring.xml": f'<FrameLayout {HEAD} {SIZE}><cn.x.Ring {SIZE}/><include layout="@layout/ring"/></FrameLayout>',
    "layout/land.xml": f"<cn.x.Upright {HEAD} {SIZE}/>",
    "layout-land/land.xml": f"<cn.x.Wide {HEAD} {SIZE}/>",
    "layout/broken.xml": f"<cn.x.Broken {HEAD} {SIZE}/>",
    "xml/graph.xml": f"""<navigation {HEAD} app:startDestination="@+id/home">
        <fragment android:id="@+id/home" android:name="cn.x.Home"/>
        <fragment android:id="@+id/news" android:name="cn.x.News"/>
        <navigation android:id="@+id/more" app:startDestination="@+id/more1">
          <fragment android:id="@+id/more1" android:name="cn.x.More"/></navigation>
        <include app:graph="@xml/inner"/></navigation>""",
    "xml/inner.xml": f"""<navigation {HEAD} app:startDestination="@+id/deep">
        <fragment android:id="@+id/deep" android:name="cn.x.Deep"/></navigation>""",
    "xml/preferences.xml": f"""<PreferenceScreen {HEAD}>
        <cn.x.Switch android:key="a"/><Preference android:fragment="cn.x.Privacy"/></PreferenceScreen>""",
    "menu/menu.xml": f"""<menu {HEAD}><item android:id="@+id/search" android:title="@string/title"
        app:actionViewClass="cn.x.SearchBox"/></menu>""",
    "values/values.xml": """<resources><string name="title">cn.x.Title</string>
        <attr name="layout_behavior" format="string"/><attr name="actionViewClass" format="string"/>
        <attr name="startDestination" format="reference"/><attr name="graph" format="reference"/>"""
    + "".join(
        f'<public type="{kind}" name="{name}" id="{number:#x}"/>'
        for kind, first, names in (
            ("layout", MAIN, ("main", "part", "stub", "ring", "land", "broken")),
            ("xml", GRAPH, ("graph", "inner", "preferences")),
            ("menu", MENU, ("menu",)),
            ("string", TITLE, ("title",)),
        )
        for number, name in enumerate(names, first)
    )
    + "</resources>",
}


@cache
def layouts() -> Layouts:
    apk = open_apk(assemble({}, resources=RESOURCES, files={"res/layout/broken.xml": b"<not binary/>"}))
    return Layouts(apk.archive, apk.table, "cn.x")


def named(now: str = "", later: str = "") -> Named:
    return Named(*(frozenset(f"cn.x.{name}" for name in names.split()) for names in (now, later)))


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (PART, named("Part")),
        (STUB, named("Stub")),
        (RING, named("Ring")),
        (LAND, named("Upright Wide")),
        (BROKEN, named()),
        (GRAPH, named("Home Deep", "News More")),
        (PREFERENCES, named("Switch", "Privacy")),
        (MENU, named("SearchBox")),
        (TITLE, named()),
        (0x7F03FFFF, named()),
        (0x7F770000, named()),
        (0, named()),
    ],
)
def test_a_resource_names_the_classes_that_are_made_with_it(resource: int, expected: Named) -> None:
    assert layouts().named(resource) == expected


def test_a_layout_names_its_views_and_fragments_and_those_of_what_it_includes() -> None:
    found = layouts().named(MAIN)
    assert found.now == named("Meter Dial Home Slide Part Stub").now | {"androidx.coordinatorlayout.widget.CoordinatorLayout"}
    assert found.later == frozenset()


def test_without_a_table_nothing_is_named() -> None:
    apk = open_apk(assemble({}, resources=RESOURCES, files={"res/layout/broken.xml": b"<not binary/>"}))
    assert Layouts(apk.archive, None, "cn.x").named(MAIN) == named()
