"""Pairs about what is collected beyond need: by the app, by SDKs, and kept where it outlives the app."""

from __future__ import annotations

from bench.violations.app import application, launcher, method, smali
from bench.violations.calls import (
    ANDROID_ID,
    IMEI,
    LAST_LOCATION,
    MAC,
    OPEN,
    QUERY,
    STRING,
    UPDATES,
    call,
    library,
    on_click,
    run,
)
from bench.violations.verdicts import Fire, Verdicts, package, verdicts

_UMENG, _JPUSH, _AMAP = "com/umeng/commonsdk/A", "cn/jpush/android/A", "com/amap/api/location/A"
_WHERE = ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
_LOCATE = call(LAST_LOCATION, "gps")
_PHOTOS = "content://media/external/images/media"
_ALL_APPS = "Landroid/content/pm/PackageManager;->getInstalledPackages(I)Ljava/util/List;"
_ONE_APP = f"Landroid/content/pm/PackageManager;->getPackageInfo({STRING}I)Landroid/content/pm/PackageInfo;"
_CLIP = "Landroid/content/ClipboardManager;->getPrimaryClip()Landroid/content/ClipData;"
_PROCESSES = "Landroid/app/ActivityManager;->getRunningAppProcesses()Ljava/util/List;"
_LISTEN = "Landroid/hardware/SensorManager;->registerListener(Landroid/hardware/SensorEventListener;Landroid/hardware/Sensor;I)Z"
_DEX = f"Ldalvik/system/DexClassLoader;-><init>({STRING}{STRING}{STRING}Ljava/lang/ClassLoader;)V"
_SO = f"Ljava/lang/System;->load({STRING})V"
_SHARED = "Landroid/os/Environment;->getExternalStorageDirectory()Ljava/io/File;"
_OWN = "Landroid/content/Context;->getFilesDir()Ljava/io/File;"
_BOOT = smali(
    "@Boot;",
    method("public onReceive(Landroid/content/Context;Landroid/content/Intent;)V", call(IMEI), "return-void"),
    parent="Landroid/content/BroadcastReceiver;",
)
_ON_BOOT = """<receiver android:name=".Boot" android:exported="true"><intent-filter>
  <action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>"""
_SMS_APP = """<receiver android:name=".Sms" android:exported="true"><intent-filter>
  <action android:name="android.provider.Telephony.SMS_DELIVER"/></intent-filter></receiver>"""

_SDK = (
    verdicts(
        "sdk-reads-mac-address",
        Fire("sdk-immutable-identifier", "umeng_common", None, "at-start"),
        package(application(run(_UMENG)), *library(_UMENG, call(MAC))),
        package(application(run(_UMENG)), *library(_UMENG, call(ANDROID_ID, None, "android_id", kind="static"))),
    ),
    verdicts(
        "push-sdk-reads-imei",
        Fire("push-sdk-immutable-identifier", "jpush", None, "at-start"),
        package(application(run(_JPUSH)), *library(_JPUSH, call(IMEI)), permissions=("READ_PHONE_STATE",)),
        package(application(run(_JPUSH)), *library(_JPUSH, call(IMEI)), permissions=("INTERNET",)),
    ),
    verdicts(
        "analytics-sdk-locates",
        Fire("sdk-beyond-function", "jpush", None, "at-start"),
        package(application(run(_JPUSH)), *library(_JPUSH, _LOCATE), permissions=_WHERE),
        package(application(run(_AMAP)), *library(_AMAP, _LOCATE), permissions=_WHERE),
    ),
    verdicts(
        "sdk-loads-dex",
        Fire("sdk-dynamic-code", "jpush", None, "at-start"),
        package(application(run(_JPUSH)), *library(_JPUSH, call(_DEX, "a.dex", kind="direct"))),
        package(application(run(_JPUSH)), *library(_JPUSH, call(_SO, "a.so", kind="static"))),
    ),
    verdicts(
        "map-sdk-locates-twice-a-second",
        Fire("sdk-location-interval", "amap", "precise_location"),
        package(application(run(_AMAP)), *library(_AMAP, call(UPDATES, "gps", 500)), permissions=_WHERE),
        package(application(run(_AMAP)), *library(_AMAP, call(UPDATES, "gps", 2000)), permissions=_WHERE),
    ),
)

_APP = (
    verdicts(
        "app-reads-mac-address",
        Fire("immutable-identifier", "app", "mac_address", "user-action"),
        package(*on_click(call(MAC))),
        package(*on_click(call(ANDROID_ID, None, "android_id", kind="static"))),
    ),
    verdicts(
        "app-reads-inbox",
        Fire("sms-read", "app", "sms", "user-action"),
        package(*on_click(call(QUERY, "content://sms/inbox")), permissions=("READ_SMS",)),
        package(*on_click(call(QUERY, "content://sms/inbox")), permissions=("READ_SMS",), components=_SMS_APP),
    ),
    verdicts(
        "app-walks-through-album",
        Fire("album-enumerated", "app", "photos", "user-action"),
        package(*on_click(call(QUERY, _PHOTOS)), permissions=("READ_EXTERNAL_STORAGE",)),
        package(*on_click(call(OPEN, f"{_PHOTOS}/7")), permissions=("READ_EXTERNAL_STORAGE",)),
    ),
    verdicts(
        "app-lists-apps",
        Fire("app-list-read", "app", "app_list", "user-action"),
        package(*on_click(call(_ALL_APPS))),
        package(*on_click(call(_ONE_APP, "com.tencent.mm"))),
    ),
    verdicts(
        "manifest-opens-all-apps",
        Fire("installed-apps-visible"),
        package(permissions=("QUERY_ALL_PACKAGES",)),
        package(permissions=("INTERNET",)),
    ),
    verdicts(
        "phone-read-on-boot",
        Fire("background-collection", "app", "imei", "background"),
        package(_BOOT, components=_ON_BOOT, permissions=("READ_PHONE_STATE",)),
        package(*on_click(call(IMEI)), permissions=("READ_PHONE_STATE",)),
    ),
    verdicts(
        "clipboard-at-start",
        Fire("clipboard-read-unprompted", "app", "clipboard", "at-start"),
        package(launcher(call(_CLIP))),
        package(*on_click(call(_CLIP))),
    ),
    verdicts(
        "processes-at-start",
        Fire("accounts-or-processes-read", "app", "running_apps", "at-start"),
        package(launcher(call(_PROCESSES))),
        package(*on_click(call(_PROCESSES))),
    ),
    verdicts(
        "sensor-at-start",
        Fire("sensor-unprompted", "app", "sensor", "at-start"),
        package(launcher(call(_LISTEN))),
        package(*on_click(call(_LISTEN))),
    ),
    verdicts(
        "location-without-pause",
        Fire("location-interval", "app", "precise_location"),
        package(*on_click(call(UPDATES, "gps", 0)), permissions=_WHERE),
        package(*on_click(call(UPDATES, "gps", 60000)), permissions=_WHERE),
    ),
    verdicts(
        "identifier-on-shared-storage",
        Fire("lasting-identifier"),
        package(
            application('const-string v1, "/.device_id"', call(_SHARED, kind="static")),
            permissions=("WRITE_EXTERNAL_STORAGE",),
        ),
        package(application('const-string v1, "/.device_id"', call(_OWN)), permissions=("WRITE_EXTERNAL_STORAGE",)),
    ),
    verdicts(
        "news-app-locates",
        Fire("collection-beyond-type", "app", "precise_location", "user-action"),
        package(*on_click(_LOCATE), permissions=_WHERE, label="每日新闻"),
        package(*on_click(_LOCATE), permissions=_WHERE, label="城市导航"),
    ),
)

PAIRS: tuple[Verdicts, ...] = (*_SDK, *_APP)
