from __future__ import annotations

import itertools

import pytest

from mingcha.dex import framework
from mingcha.dex.callbacks import KINDS, load

TABLE = load()
SDK = framework.load()


def kind(owner: str, method: str) -> str:
    bit, _ = TABLE.classify(SDK.ancestors(owner), method)
    return next(name for name, value in KINDS.items() if value == bit)


@pytest.mark.parametrize(
    ("owner", "method", "expected"),
    [
        ("Landroid/view/View$OnClickListener;", "onClick", "ui"),
        ("Ljava/lang/Runnable;", "run", "async"),
        ("Ljava/lang/Thread;", "run", "async"),
        ("Landroid/content/BroadcastReceiver;", "onReceive", "background"),
        ("Landroid/app/job/JobService;", "onStartJob", "background"),
        ("Landroid/app/job/JobService;", "onCreate", "async"),
        ("Landroid/app/job/JobServiceEngine;", "onStartJob", "background"),
        ("Landroid/service/media/MediaBrowserService;", "onGetRoot", "background"),
        ("Landroid/service/quicksettings/TileService;", "onClick", "ui"),
        ("Landroid/media/session/MediaSession$Callback;", "onPlay", "ui"),
        ("Landroid/media/browse/MediaBrowser$ConnectionCallback;", "onConnected", "async"),
        ("Landroid/print/PrintDocumentAdapter;", "onWrite", "ui"),
        ("Ljava/util/function/Supplier;", "get", "async"),
        ("Landroid/view/Window$Callback;", "dispatchKeyEvent", "ui"),
        ("Landroid/widget/FrameLayout;", "onNestedFling", "ui"),
        ("Landroid/widget/FrameLayout;", "onLayout", "async"),
        ("Landroid/widget/FrameLayout;", "onRestoreInstanceState", "later"),
        ("Landroid/widget/FrameLayout;", "onConfigurationChanged", "later"),
        ("Landroid/app/Dialog;", "onRestoreInstanceState", "later"),
        ("Landroid/widget/FrameLayout;", "onInitializeAccessibilityNodeInfo", "ui"),
        ("Landroid/widget/FrameLayout;", "onRequestSendAccessibilityEvent", "ui"),
        ("Landroid/view/View$AccessibilityDelegate;", "onInitializeAccessibilityNodeInfo", "ui"),
        ("Landroid/view/View$AccessibilityDelegate;", "performAccessibilityAction", "ui"),
        ("Landroid/view/View$AccessibilityDelegate;", "sendAccessibilityEvent", "async"),
        ("Landroid/view/accessibility/AccessibilityNodeProvider;", "findFocus", "ui"),
        ("Landroid/view/accessibility/AccessibilityManager$AccessibilityStateChangeListener;", "onAccessibilityStateChanged", "ui"),
        ("Landroid/webkit/WebChromeClient;", "onGeolocationPermissionsShowPrompt", "ui"),
        ("Landroid/webkit/WebChromeClient;", "onPermissionRequest", "ui"),
        ("Landroid/webkit/WebChromeClient;", "onProgressChanged", "ui"),
        ("Landroid/webkit/WebChromeClient;", "onReceivedTitle", "async"),
        ("Landroid/webkit/DownloadListener;", "onDownloadStart", "ui"),
        ("Ljava/lang/Thread$UncaughtExceptionHandler;", "uncaughtException", "later"),
        ("Landroid/app/Activity;", "onDestroy", "later"),
        ("Landroid/app/Activity;", "onRequestPermissionsResult", "ui"),
        ("Landroid/app/Activity;", "onResume", "async"),
        ("Landroid/content/ContentProvider;", "query", "later"),
        ("Landroid/content/ContentProvider;", "onCreate", "async"),
        ("Landroid/location/LocationListener;", "onLocationChanged", "async"),
    ],
)
def test_the_framework_calls_each_method_at_its_time(owner: str, method: str, expected: str) -> None:
    assert kind(owner, method) == expected


def test_a_line_of_a_subclass_is_found_through_its_ancestors() -> None:
    assert kind("Landroid/preference/PreferenceActivity;", "onDestroy") == "later"


def test_every_trigger_group_is_that_of_some_callback() -> None:
    used = {group for lines in TABLE.exact.values() for _, _, group in lines} | {group for _, _, group in TABLE.defaults}
    named = {group for group, _, _ in TABLE.triggers}
    assert used - {0} == named
    assert max(named) < 24  # groups travel in the bits above a kind


def test_every_type_and_plain_method_is_the_frameworks() -> None:
    lines = [(owner, method) for owner, rules in TABLE.exact.items() for method, _, _ in rules if "*" not in method]
    lines += [(owner, method) for _, owner, method in TABLE.triggers]
    assert {owner for owner in TABLE.exact if owner not in SDK} == set()
    assert [(owner, method) for owner, method in lines if not is_declared(owner, method)] == []


def is_declared(owner: str, method: str) -> bool:
    """Tell whether a framework class at, above or below the owner declares a method of that name."""
    below = (f"L{name};" for name in SDK._rows if name)
    family = itertools.chain(SDK.ancestors(owner), (each for each in below if owner in SDK.ancestors(each)))
    return any(method == name for each in family for name, _ in SDK.members(each))
