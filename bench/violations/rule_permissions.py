"""Pairs about permissions: asked for too early, too many, too wide, without use, or without saying what for."""

from __future__ import annotations

from bench.violations.app import gated, launcher, method, smali
from bench.violations.calls import LAST_LOCATION, QUERY, STRING, ask, call, on_click
from bench.violations.verdicts import Fire, Verdicts, package, verdicts, versus

_BOTH = ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
_BACKGROUND = "ACCESS_BACKGROUND_LOCATION"
_CAPTURE = f"Landroid/content/Intent;-><init>({STRING})V"
_ADD_VIEW = "Landroid/view/WindowManager;->addView(Landroid/view/View;Landroid/view/ViewGroup$LayoutParams;)V"
_TOAST = "Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;"
_RESULT = "public onRequestPermissionsResult(I[Ljava/lang/String;[I)V"
_FINISH = "invoke-virtual {p0}, @Main;->finish()V"


def _service(permission: str) -> str:
    return f'<service android:name=".Power" android:exported="true" android:permission="android.permission.{permission}"/>'


def _provider(attributes: str) -> str:
    return f'<provider android:name=".Files" android:authorities="cn.bench.files" android:exported="true" {attributes}/>'


_BOOT = smali(
    "@Boot;",
    method("public onReceive(Landroid/content/Context;Landroid/content/Intent;)V", call(LAST_LOCATION, "gps"), "return-void"),
    parent="Landroid/content/BroadcastReceiver;",
)
_ON_BOOT = """<receiver android:name=".Boot" android:exported="true"><intent-filter>
  <action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>"""
_FILES = """.class public @Files;
.super Landroid/content/ContentProvider;"""

PAIRS: tuple[Verdicts, ...] = (
    verdicts(
        "asks-at-start",
        Fire("permission-request-at-start", "app", None, "at-start"),
        package(launcher(ask("READ_PHONE_STATE")), permissions=("READ_PHONE_STATE",)),
        package(launcher(gated(ask("READ_PHONE_STATE"))), permissions=("READ_PHONE_STATE",)),
    ),
    verdicts(
        "asks-for-three-families",
        Fire("bundled-permission-request", "app", None, "at-start"),
        package(launcher(ask("READ_PHONE_STATE", "CAMERA", "READ_CONTACTS"))),
        package(launcher(ask("READ_PHONE_STATE"), ask("CAMERA"), ask("READ_CONTACTS"))),
    ),
    verdicts(
        "asks-for-background-location-too",
        Fire("background-location-bundled", "app", None, "at-start"),
        package(launcher(gated(ask(*_BOTH, _BACKGROUND)), ask(*_BOTH, _BACKGROUND)), permissions=(*_BOTH, _BACKGROUND)),
        package(launcher(gated(ask(*_BOTH)), gated(ask(_BACKGROUND)).replace(":refused", ":later")), permissions=(*_BOTH, _BACKGROUND)),
    ),
    verdicts(
        "leaves-when-refused",
        Fire("exits-on-refusal", "app"),
        package(launcher(methods=(method(_RESULT, _FINISH, "return-void"),))),
        package(
            launcher(
                methods=(
                    method(_RESULT, call(_TOAST, kind="static"), "return-void"),
                    method("public onBackPressed()V", _FINISH, "return-void"),
                )
            )
        ),
    ),
    verdicts("only-precise-location", Fire("fine-location-only"), package(permissions=_BOTH[:1]), package(permissions=_BOTH)),
    verdicts(
        "calendar-never-read",
        Fire("unused-permission"),
        package(permissions=("READ_CALENDAR",)),
        package(*on_click(call(QUERY, "content://com.android.calendar/events")), permissions=("READ_CALENDAR",)),
    ),
    versus(
        "camera-app-takes-pictures",
        Fire("picker-would-do"),
        lambda broken: package(
            *on_click(call(_CAPTURE, "android.media.action.IMAGE_CAPTURE", kind="direct")),
            permissions=("CAMERA",) if broken else ("INTERNET",),
        ),
    ),
    verdicts(
        "overlay-never-drawn",
        Fire("special-permission-unused"),
        package(permissions=("SYSTEM_ALERT_WINDOW",)),
        package(*on_click(call(_ADD_VIEW, kind="interface")), permissions=("SYSTEM_ALERT_WINDOW",)),
    ),
    verdicts(
        "accessibility-service",
        Fire("special-service"),
        package(components=_service("BIND_ACCESSIBILITY_SERVICE")),
        package(components=_service("BIND_JOB_SERVICE")),
    ),
    verdicts(
        "news-app-wants-contacts",
        Fire("permission-beyond-type"),
        package(permissions=("READ_CONTACTS",), label="每日新闻"),
        package(permissions=("READ_EXTERNAL_STORAGE",), label="每日新闻"),
    ),
    verdicts("sms-permission", Fire("sms-or-call-permission"), package(permissions=("RECEIVE_SMS",)), package(permissions=("CALL_PHONE",))),
    verdicts(
        "old-target",
        Fire("target-sdk-below-23"),
        package(permissions=("CAMERA",), sdk=(14, 22)),
        package(permissions=("CAMERA",), sdk=(14, 23)),
    ),
    verdicts(
        "purpose-is-a-better-experience",
        Fire("vague-permission-purpose", "app"),
        package(*on_click(call(_TOAST, None, "为了给您更好的体验，请开启以下权限", kind="static"))),
        package(*on_click(call(_TOAST, None, "请开启以下权限，用于扫描二维码和保存图片", kind="static"))),
    ),
    verdicts(
        "open-provider",
        Fire("exported-provider"),
        package(_FILES, components=_provider("")),
        package(_FILES, components=_provider('android:permission="cn.bench.READ"')),
    ),
    verdicts(
        "locates-in-background",
        Fire("background-location", "app", "precise_location", "background"),
        package(_BOOT, components=_ON_BOOT, permissions=(*_BOTH, _BACKGROUND)),
        package(*on_click(call(LAST_LOCATION, "gps")), permissions=(*_BOTH, _BACKGROUND)),
    ),
)
