from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from tests.pace import pace

import mingcha
from mingcha.dex.framework import load, shape

CATALOGUE = Path(mingcha.__file__).parent / "catalogue" / "data_types.yaml"

ACTIVITY = "Landroid/app/Activity;"
CONTEXT = "Landroid/content/Context;"
WRAPPER = "Landroid/content/ContextWrapper;"


@pytest.mark.parametrize(
    ("descriptor", "expected"),
    [
        ("()V", ""),
        ("(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;)V", "LAS"),
        ("(IJFDBSZC)V", "NNNNNNZS"),
        ("(Ljava/lang/CharSequence;[[I[Z)I", "SAA"),
        ("(Ljava/lang/Object;)V", "L"),
        ("(Lunterminated)V", "L"),
        ("([)V", "A"),
        ("nothing", ""),
    ],
)
def test_shape_has_one_letter_per_parameter(descriptor: str, expected: str) -> None:
    assert shape(descriptor) == expected


def test_ancestors_are_ordered_superclasses_before_interfaces() -> None:
    assert load().ancestors(ACTIVITY) == (
        ACTIVITY,
        "Landroid/view/ContextThemeWrapper;",
        WRAPPER,
        CONTEXT,
        "Ljava/lang/Object;",
        "Landroid/content/ComponentCallbacks2;",
        "Landroid/view/KeyEvent$Callback;",
        "Landroid/view/LayoutInflater$Factory2;",
        "Landroid/view/View$OnCreateContextMenuListener;",
        "Landroid/view/Window$Callback;",
        "Landroid/content/ComponentCallbacks;",
        "Landroid/view/LayoutInflater$Factory;",
    )


@pytest.mark.parametrize(
    ("descriptor", "superclass", "interfaces"),
    [
        ("Ljava/lang/Object;", None, ()),
        ("Ljava/util/TimerTask;", "Ljava/lang/Object;", ("Ljava/lang/Runnable;",)),
        ("Ljava/util/concurrent/FutureTask;", "Ljava/lang/Object;", ("Ljava/util/concurrent/RunnableFuture;",)),
        ("Landroid/database/CursorJoiner$Result;", "Ljava/lang/Enum;", ()),
        ("Landroid/app/IntentService;", "Landroid/app/Service;", ()),
        ("Landroid/app/job/JobService;", "Landroid/app/Service;", ()),
        ("Ljava/util/function/UnaryOperator;", "Ljava/lang/Object;", ("Ljava/util/function/Function;",)),
        ("Landroid/provider/CallLog$Calls;", "Ljava/lang/Object;", ("Landroid/provider/BaseColumns;",)),
        ("Landroid/content/AsyncTaskLoader;", "Landroid/content/Loader;", ()),
        ("Lcom/example/Unknown;", None, ()),
    ],
)
def test_direct_parents(descriptor: str, superclass: str | None, interfaces: tuple[str, ...]) -> None:
    framework = load()
    assert (framework.superclass(descriptor), framework.interfaces(descriptor)) == (superclass, interfaces)


@pytest.mark.parametrize(
    ("descriptor", "ancestor", "expected"),
    [
        (ACTIVITY, CONTEXT, True),
        ("Landroid/app/ListActivity;", ACTIVITY, True),
        ("Landroid/app/ListActivity;", "Landroid/app/Service;", False),
        ("Landroid/service/notification/NotificationListenerService;", "Landroid/app/Service;", True),
        ("Landroid/appwidget/AppWidgetProvider;", "Landroid/content/BroadcastReceiver;", True),
        ("Ljava/util/concurrent/ThreadPoolExecutor;", "Ljava/util/concurrent/Executor;", True),
        ("Ljava/util/concurrent/FutureTask;", "Ljava/lang/Runnable;", True),
        ("Ljava/util/ArrayList;", "Ljava/lang/Iterable;", True),
        ("Lcom/example/Unknown;", "Ljava/lang/Object;", True),
        ("Lcom/example/Unknown;", CONTEXT, False),
    ],
)
def test_is_a(descriptor: str, ancestor: str, expected: bool) -> None:
    assert load().is_a(descriptor, ancestor) is expected


@pytest.mark.parametrize(
    ("descriptor", "name", "method", "declared_by"),
    [
        (ACTIVITY, "getPackageManager", "()Landroid/content/pm/PackageManager;", (WRAPPER, CONTEXT)),
        (ACTIVITY, "startActivity", "(Landroid/content/Intent;)V", (ACTIVITY, WRAPPER, CONTEXT)),
        (ACTIVITY, "startActivity", "(I)V", ()),
        (ACTIVITY, "checkSelfPermission", "(Ljava/lang/String;)I", (WRAPPER, CONTEXT)),
        ("Landroid/app/Service;", "<init>", "(I)V", ()),
        ("Landroid/app/Dialog;", "<init>", "(Landroid/content/Context;)V", ("Landroid/app/Dialog;",)),
        ("Landroid/view/SurfaceView;", "setOnClickListener", None, ("Landroid/view/View;",)),
        ("Ljava/util/ArrayList;", "add", "(Ljava/lang/Object;)Z", None),
        ("Lcom/example/Unknown;", "anything", None, ()),
    ],
)
def test_declaring_classes_nearest_first(descriptor: str, name: str, method: str | None, declared_by: tuple[str, ...] | None) -> None:
    found = load().declaring(descriptor, name, method)
    if declared_by is None:
        assert (found[0], found[-1]) == (descriptor, "Ljava/util/Collection;")
    else:
        assert found == declared_by


def test_interfaces_are_known_as_such() -> None:
    framework = load()
    asked = ("Ljava/lang/Runnable;", "Ljava/util/Map$Entry;", ACTIVITY, "Lx/Y;")
    assert [framework.is_interface(each) for each in asked] == [True, True, False, False]
    assert ACTIVITY in framework
    assert "Lx/Y;" not in framework


def test_every_class_leads_to_object() -> None:
    framework = load()
    rootless = [name for name in framework._rows if "Ljava/lang/Object;" not in framework.ancestors(f"L{name};")]
    assert (rootless, len(framework._rows) > 6000) == ([], True)


def test_loading_is_quick() -> None:
    best = 1.0
    for _ in range(5):
        load.cache_clear()
        start = time.process_time()
        load()
        best = min(best, time.process_time() - start)
    assert best <= 0.015 * pace()


def test_catalogue_signatures_are_declared() -> None:
    data = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    framework, missing = load(), []
    for entry in data["data_types"]:
        for api in entry.get("android", {}).get("apis", []):
            owner, _, rest = api["sig"].partition("->")
            if api["checked"] == "sdk" and "(" in rest:
                name, _, parameters = rest.partition("(")
                if not framework.declaring(owner, name, f"({parameters}"):
                    missing.append(api["sig"])
    assert missing == []


def test_callable_names_are_those_declared_along_the_line() -> None:
    names = load().callable_names(ACTIVITY)
    assert {"onResume", "getSystemService", "onKeyDown", "onTrimMemory"} <= names  # its own, a superclass's, two interfaces'
    assert "hashCode" not in names
    assert load().callable_names("Lcn/x/Own;") == frozenset()


def test_nested_classes_have_their_own_names() -> None:
    assert load().declares("Landroid/view/View$AccessibilityDelegate;", "sendAccessibilityEvent", "(Landroid/view/View;I)V")
    nested = [name.rsplit("$", 1) for name in load()._rows if "$" in name]
    assert [inner for outer, inner in nested if inner.startswith(outer.replace("/", "").replace("$", ""))] == []
