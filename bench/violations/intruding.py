"""Windows, shakes, downloads, hidden apps and hampered uninstalling: what gets in the user's way."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from bench.violations.app import RETURN, App, application, block, launcher, method, new, smali
from bench.violations.starting import CONTEXT, INTENT, declared, receiver, when
from bench.violations.verdicts import Fire, package, versus

_MANAGER, _EVENT = "Landroid/hardware/SensorManager;", "Landroid/hardware/SensorEvent;"
_LISTENER = "Landroid/hardware/SensorEventListener;"
_SHAKES = block(
    "const/4 v0, 0x0",
    "const/4 v1, {sensor}",
    f"invoke-virtual {{{{v0, v1}}}}, {_MANAGER}->getDefaultSensor(I)Landroid/hardware/Sensor;",
    "move-result-object v2",
    new("@Shake;", register="v3").replace("{", "{{").replace("}", "}}"),
    f"invoke-virtual {{{{v0, v3, v2, v1}}}}, {_MANAGER}->registerListener({_LISTENER}Landroid/hardware/Sensor;I)Z",
)


def _shake(bits: int, sensor: int = 1) -> App:
    """Return an app that takes an acceleration above a constant (bits of a float) for a shake."""
    changed = method(
        f"public onSensorChanged({_EVENT})V",
        f"iget-object v0, p1, {_EVENT}->values:[F",
        "const/4 v1, 0x0",
        "aget v2, v0, v1",
        f"const v3, {bits:#x}",
        "cmpl-float v4, v2, v3",
        "if-lez v4, :still",
        "invoke-static {}, @Shake;->jump()V",
        ":still",
        RETURN,
    )
    jump = method(
        "public static jump()V",
        "const/4 v0, 0x0",
        f"invoke-virtual {{v0, v0}}, {CONTEXT}->startActivity({INTENT})V",
        RETURN,
    )
    accuracy = method("public onAccuracyChanged(Landroid/hardware/Sensor;I)V", RETURN)
    listener = smali("@Shake;", changed, accuracy, jump, implements=(_LISTENER,))
    return package(launcher(_SHAKES.format(sensor=f"{sensor:#x}")), listener)


_PARAMETERS = "Landroid/view/WindowManager$LayoutParams;"
_VIEW = "Landroid/view/View;"
_OVERLAY = block(
    new(_PARAMETERS),
    "const/16 v1, 0x7f6",
    f"iput v1, v0, {_PARAMETERS}->type:I",
    "const/4 v2, 0x0",
    f"invoke-interface {{v2, v2, v0}}, Landroid/view/WindowManager;->addView({_VIEW}Landroid/view/ViewGroup$LayoutParams;)V",
)
_BUILDER = "Landroid/app/Notification$Builder;"
_FULL_SCREEN = block(
    "const/4 v0, 0x0",
    "const/4 v1, 0x1",
    f"invoke-virtual {{v0, v0, v1}}, {_BUILDER}->setFullScreenIntent(Landroid/app/PendingIntent;Z){_BUILDER}",
)
_INSTALL = block(
    new(INTENT),
    "const/4 v1, 0x0",
    'const-string v2, "application/vnd.android.package-archive"',
    f"invoke-virtual {{v0, v1, v2}}, {INTENT}->setDataAndType(Landroid/net/Uri;Ljava/lang/String;){INTENT}",
)
_DOWNLOADS = "Landroid/app/DownloadManager;"
_DOWNLOAD = block("const/4 v0, 0x0", f"invoke-virtual {{v0, v0}}, {_DOWNLOADS}->enqueue({_DOWNLOADS.removesuffix(';')}$Request;)J")


def _background(bad: bool, code: str, *permissions: str) -> App:
    """Return an app that runs the code in a receiver, or on the user's action."""
    classes = (receiver(code),) if bad else (receiver(), *when(False, code))
    return package(*classes, components=declared(), permissions=("RECEIVE_BOOT_COMPLETED", *permissions))


def _app_inside() -> bytes:
    """Return a small archive as an app has it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("AndroidManifest.xml", (1980, 1, 1, 0, 0, 0)), b"\x03\x00\x08\x00" + bytes(64))
    return stream.getvalue()


def _strings(text: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<resources><string name="hint">{text}</string></resources>\n'


_WINDOWS = (
    versus("shake-of-12", Fire("shake-below-reference"), lambda bad: _shake(0x41400000 if bad else 0x41700000)),  # 12, 15
    versus("shake-of-a-compass", Fire("shake-below-reference"), lambda bad: _shake(0x41200000, sensor=1 if bad else 3)),
    versus(
        "overlay-from-a-receiver",
        Fire("window-outside-app", start_state="background"),
        lambda bad: _background(bad, _OVERLAY, "SYSTEM_ALERT_WINDOW"),
    ),
    versus(
        "overlay-without-permission",
        Fire("window-outside-app", start_state="background"),
        lambda bad: package(
            receiver(_OVERLAY), components=declared(), permissions=("RECEIVE_BOOT_COMPLETED", *(("SYSTEM_ALERT_WINDOW",) if bad else ()))
        ),
    ),
    versus("full-screen-notification", Fire("window-outside-app", start_state="background"), lambda bad: _background(bad, _FULL_SCREEN)),
)

_PACKAGES = (
    versus(
        "installer-from-a-receiver",
        Fire("silent-download", start_state="background"),
        lambda bad: _background(bad, _INSTALL, "REQUEST_INSTALL_PACKAGES"),
    ),
    versus(
        "download-without-notification",
        Fire("silent-download", start_state="background"),
        lambda bad: _background(True, _DOWNLOAD, *(("DOWNLOAD_WITHOUT_NOTIFICATION",) if bad else ())),
    ),
    versus(
        "app-inside-an-app",
        Fire("bundled-package"),
        lambda bad: package(*when(False, _INSTALL if bad else _DOWNLOAD[:0]), files={"assets/game.apk": _app_inside()}),
    ),
    versus(
        "memory-is-full",
        Fire("download-bait"),
        lambda bad: package(
            *when(False, _INSTALL),
            resources={"values/strings.xml": _strings("手机内存已满，立即清理" if bad else "手机内存已满，无法保存")},
        ),
    ),
    versus(
        "points-for-an-identity-card",
        Fire("sensitive-bait"),
        lambda bad: package(resources={"values/strings.xml": _strings("上传身份证送500积分" if bad else "上传身份证完成实名认证")}),
    ),
)


def vector(alpha: int, attributes: str = "", path: str = "") -> str:
    """Return a vector drawable of one square of some alpha."""
    colour = f'android:fillColor="#{alpha:02x}336699"'
    size = 'android:width="24dp" android:height="24dp" android:viewportWidth="24" android:viewportHeight="24"'
    space = 'xmlns:android="http://schemas.android.com/apk/res/android"'
    return f'<vector {space} {size} {attributes}><group><path android:pathData="M0,0h24v24h-24z" {colour} {path}/></group></vector>\n'


def _png(alpha: int) -> bytes:
    """Return a picture of 8 by 8 pixels, all transparent but the last, which has an alpha."""
    rows = bytearray(b"".join(b"\0" + bytes(32) for _ in range(8)))
    rows[-1] = alpha
    chunks = ((b"IHDR", struct.pack(">LLBBBBB", 8, 8, 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    parts = [struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content)) for kind, content in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


_PACKAGE_MANAGER = "Landroid/content/pm/PackageManager;"


def _disable(name: str) -> str:
    return block(
        "new-instance v0, Landroid/content/ComponentName;",
        f"const-class v1, {name}",
        f"invoke-direct {{v0, p0, v1}}, Landroid/content/ComponentName;-><init>({CONTEXT}Ljava/lang/Class;)V",
        "const/4 v1, 0x0",
        "const/4 v2, 0x2",
        "const/4 v3, 0x1",
        f"invoke-virtual {{v1, v0, v2, v3}}, {_PACKAGE_MANAGER}->setComponentEnabledSetting(Landroid/content/ComponentName;II)V",
    )


_HELP = """<service android:name=".Help" android:exported="true" android:permission="android.permission.BIND_ACCESSIBILITY_SERVICE">
  <intent-filter><action android:name="android.accessibilityservice.AccessibilityService"/></intent-filter></service>"""


def _accessibility(word: str) -> str:
    return smali(
        "@Help;",
        method(
            "public onAccessibilityEvent(Landroid/view/accessibility/AccessibilityEvent;)V",
            f'const-string v0, "{word}"',
            "const/4 v1, 0x2",
            "invoke-virtual {p0, v1}, @Help;->performGlobalAction(I)Z",
            RETURN,
        ),
        method("public onInterrupt()V", RETURN),
        parent="Landroid/accessibilityservice/AccessibilityService;",
    )


_ADMIN = '<receiver android:name=".Boot" android:permission="android.permission.BIND_DEVICE_ADMIN" {}/>'
_SECOND = '<activity android:name=".Second" {}/>'
_HIDDEN = 'android:excludeFromRecents="true"'
_HIDING = (
    versus("blank-name", Fire("blank-name"), lambda bad: package(label="&#x3000;" if bad else "&#x3000;b")),
    versus(
        "transparent-picture",
        Fire("transparent-icon"),
        lambda bad: package(attributes='android:icon="@drawable/ic"', resources={"drawable/ic.png": _png(0 if bad else 255)}),
    ),
    versus(
        "transparent-vector",
        Fire("transparent-icon"),
        lambda bad: package(attributes='android:icon="@drawable/ic"', resources={"drawable/ic.xml": vector(0 if bad else 255)}),
    ),
    versus(
        "transparent-colour",
        Fire("transparent-icon"),
        lambda bad: package(attributes=f'android:icon="@android:color/{"transparent" if bad else "white"}"'),
    ),
    versus(
        "launcher-switched-off",
        Fire("launcher-hidden", start_state="at-start"),
        lambda bad: package(application(_disable("@Main;" if bad else "@Boot;")), receiver(), components=declared()),
    ),
    versus(
        "launcher-switched-off-by-the-user",
        Fire("launcher-hidden", start_state="at-start"),
        lambda bad: package(*when(bad, _disable("@Main;"))),
    ),
    versus(
        "not-among-recent-apps",
        Fire("hidden-from-recents"),
        lambda bad: package(main=_HIDDEN, components=_SECOND.format(_HIDDEN if bad else "")),
    ),
    versus(
        "no-entry-but-boot",
        Fire("no-launcher-entry"),
        lambda bad: package(
            receiver(),
            main='android:enabled="false"' if bad else "",
            components=declared(),
            permissions=("RECEIVE_BOOT_COMPLETED",),
        ),
    ),
    versus("device-admin", Fire("device-admin"), lambda bad: package(components=_ADMIN.format("" if bad else 'android:enabled="false"'))),
    versus(
        "hands-on-the-uninstaller",
        Fire("uninstall-guard"),
        lambda bad: package(_accessibility("卸载" if bad else "抢红包"), components=_HELP),
    ),
)

_SHORTCUT = block(
    new(INTENT),
    'const-string v1, "com.android.launcher.action.INSTALL_SHORTCUT"',
    f"invoke-virtual {{v0, v1}}, {INTENT}->setAction(Ljava/lang/String;){INTENT}",
)
_WALLPAPER = block("const/4 v0, 0x0", "const/4 v1, 0x1", "invoke-virtual {v0, v1}, Landroid/app/WallpaperManager;->setResource(I)V")
_DESKTOP = (
    versus("shortcut-at-start", Fire("desktop-changed-unprompted", start_state="at-start"), lambda bad: package(*when(bad, _SHORTCUT))),
    versus(
        "wallpaper-from-a-receiver", Fire("desktop-changed-unprompted", start_state="background"), lambda bad: _background(bad, _WALLPAPER)
    ),
)

PAIRS = (*_WINDOWS, *_PACKAGES, *_HIDING, *_DESKTOP)
