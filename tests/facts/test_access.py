from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.dex.dexwriter import RETURN, Ref, access, const_string, invoke, typed
from tests.hostile import packages
from tests.smali import assemble_dex

from mingcha.facts.collect import collect
from mingcha.facts.meaning import HINT

if TYPE_CHECKING:
    from tests.dex.dexwriter import Dex

SECURE = packages.GET_STRING
IMEI = packages.DEVICE_ID
EXEC = "Ljava/lang/Runtime;->exec(Ljava/lang/String;)Ljava/lang/Process;"
FILE = "Ljava/io/FileReader;-><init>(Ljava/lang/String;)V"
PARSE = "Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;"
QUERY = (
    "Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;"
    "Ljava/lang/String;)Landroid/database/Cursor;"
)
SERIAL = "Landroid/os/Build;->SERIAL:Ljava/lang/String;"
TARGET = "Landroid/content/Intent;->setPackage(Ljava/lang/String;)Landroid/content/Intent;"
FOR_NAME = "Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;"
GET_METHOD = "Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;"
SENSOR = "Landroid/hardware/SensorManager;->getDefaultSensor(I)Landroid/hardware/Sensor;"
OTHER = "Lcn/mingcha/hostile/Other;->text()Ljava/lang/String;"

EXEC_PARTS = "Ljava/lang/Runtime;->exec([Ljava/lang/String;)Ljava/lang/Process;"
BUILDER = "Ljava/lang/ProcessBuilder;-><init>([Ljava/lang/String;)V"
START = "Ljava/lang/ProcessBuilder;->start()Ljava/lang/Process;"
INVOKE = "Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;"
REQUEST = "Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V"

SGET_OBJECT, SPUT_OBJECT = 0x62, 0x69
MOVE_RESULT_OBJECT = 0x0C
STATIC, VIRTUAL, DIRECT = 0x71, 0x6E, 0x70


def rows(*code: tuple, fill: Any = None) -> list[dict[str, Any]]:
    """Return the access rows of an app whose application class runs that code when it is created."""

    def written(dex: Dex) -> None:
        dex.classes.clear()
        app = dex.add(packages.APPLICATION, "Landroid/app/Application;")
        packages.on_create(app, *code, RETURN)
        if fill:
            fill(dex)

    return collect(packages.apk(dex=packages.program(written).build()), "x.apk").rows["access"]


def brief(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["data_type"] or row["behaviour"], row["via"], row["argument"], row["confidence"]) for row in found]


def uri(text: str) -> tuple[tuple, ...]:
    query = (0x74 | 6 << 8, *invoke(VIRTUAL, QUERY)[1:2], 1)  # invoke-virtual/range {v1 … v6}
    return (const_string(2, text), invoke(STATIC, PARSE, 2), (MOVE_RESULT_OBJECT | 2 << 8,), query)


def texts(*words: str) -> tuple[tuple, ...]:
    """Return the code that puts an array of at most four texts into register 0; they stay in the registers from 5 on."""
    named = (const_string(5 + place, word) for place, word in enumerate(words))
    return (*named, (0x24 | len(words) << 12, Ref("type", "[Ljava/lang/String;"), 0x8765), (MOVE_RESULT_OBJECT,))


def const(register: int, value: int) -> tuple:
    return (0x12 | register << 8 | value << 12,)


FOUND = {
    "a call": ((invoke(VIRTUAL, IMEI, 1),), ("imei", "api", None, 1.0)),
    "a settings key": ((const_string(2, "android_id"), invoke(STATIC, SECURE, 1, 2)), ("android_id", "setting", "secure/android_id", 1.0)),
    "a content URI": (uri("content://sms/inbox"), ("sms", "uri", "content://sms/inbox", 1.0)),
    "a command": ((const_string(2, "pm list packages -3"), invoke(VIRTUAL, EXEC, 1, 2)), ("app_list", "shell", "pm list packages", 1.0)),
    "a file": (
        (const_string(2, "/sys/class/net/wlan0/address"), invoke(DIRECT, FILE, 1, 2)),
        ("mac_address", "file", "/sys/class/net/wlan0/address", 1.0),
    ),
    "a field": ((access(SGET_OBJECT, 1, SERIAL),), ("serial_number", "field", None, 1.0)),
    "a command in parts": (
        (*texts("getprop", "ro.serialno"), invoke(VIRTUAL, EXEC_PARTS, 1, 0)),
        ("serial_number", "shell", "getprop ro.serialno", 1.0),
    ),
    "a command of a ProcessBuilder": (
        (
            *texts("getprop", "ro.serialno"),
            typed(0x22, 3, "Ljava/lang/ProcessBuilder;"),
            invoke(DIRECT, BUILDER, 3, 0),
            invoke(VIRTUAL, START, 3),
        ),
        ("serial_number", "shell", "getprop ro.serialno", 1.0),
    ),
    "a system property by reflection": (
        (
            const_string(1, "android.os.SystemProperties"),
            invoke(STATIC, FOR_NAME, 1),
            (MOVE_RESULT_OBJECT | 1 << 8,),
            const_string(2, "get"),
            invoke(VIRTUAL, GET_METHOD, 1, 2, 3),
            (MOVE_RESULT_OBJECT | 4 << 8,),
            *texts("ro.serialno"),
            invoke(VIRTUAL, INVOKE, 4, 5, 0),
        ),
        ("serial_number", "reflection", "ro.serialno", 1.0),
    ),
    "permissions": (
        (*texts("android.permission.CAMERA", "android.permission.RECORD_AUDIO"), invoke(VIRTUAL, REQUEST, 1, 0, 2)),
        ("permission_request", "api", "android.permission.CAMERA, android.permission.RECORD_AUDIO", 1.0),
    ),
    "another app": (
        (const_string(2, "com.other.app"), invoke(VIRTUAL, TARGET, 1, 2)),
        ("associated_start", "intent", "com.other.app", 0.9),
    ),
    "a system app": (
        (const_string(2, "com.android.settings"), invoke(VIRTUAL, TARGET, 1, 2)),
        ("associated_start", "intent", "com.android.settings", 0.3),
    ),
    "an app of the phone's maker": (
        (const_string(2, "com.heytap.openid"), invoke(VIRTUAL, TARGET, 1, 2)),
        ("associated_start", "intent", "com.heytap.openid", 0.3),
    ),
    "a sensor": ((const(2, 1), invoke(VIRTUAL, SENSOR, 1, 2)), ("sensor", "api", "TYPE=1", 1.0)),
    "a subclass of the framework's": (
        (invoke(VIRTUAL, "Lcn/mingcha/hostile/Phone;->getDeviceId()Ljava/lang/String;", 1),),
        ("imei", "api", None, 1.0),
    ),
}


def phone(dex: Dex) -> None:
    dex.add("Lcn/mingcha/hostile/Phone;", "Landroid/telephony/TelephonyManager;")


@pytest.mark.parametrize("form", FOUND)
def test_an_access_of_each_form_is_found(form: str) -> None:
    code, expected = FOUND[form]
    assert expected in brief(rows(*code, fill=phone))


NEAR_MISSES = {
    "another settings key": (const_string(2, "volume"), invoke(STATIC, SECURE, 1, 2)),
    "a settings key that nobody knows": (invoke(STATIC, OTHER), (MOVE_RESULT_OBJECT | 2 << 8,), invoke(STATIC, SECURE, 1, 2)),
    "another URI": uri("content://cn.mingcha.hostile/own"),
    "another command": (const_string(2, "ls -l"), invoke(VIRTUAL, EXEC, 1, 2)),
    "another file": (const_string(2, "/data/local/a"), invoke(DIRECT, FILE, 1, 2)),
    "a field that is written": (access(SPUT_OBJECT, 1, SERIAL),),
    "the app itself": (const_string(2, "cn.mingcha.hostile"), invoke(VIRTUAL, TARGET, 1, 2)),
    "a method of that name elsewhere": (invoke(VIRTUAL, "Lcn/other/Phone;->getDeviceId()Ljava/lang/String;", 1),),
    "a method's name without reflection": (const_string(2, "getDeviceId"), const_string(3, "android.telephony.TelephonyManager")),
}


@pytest.mark.parametrize("form", NEAR_MISSES)
def test_a_near_miss_is_a_hint_at_most(form: str) -> None:
    assert brief([row for row in rows(*NEAR_MISSES[form]) if row["confidence"] > HINT]) == []


def test_a_class_that_the_package_brings_itself_is_not_the_frameworks() -> None:
    def own(dex: Dex) -> None:
        dex.add("Landroid/telephony/TelephonyManager;").method("getDeviceId()Ljava/lang/String;", [(0x12,), (0x11,)])

    assert brief(rows(invoke(VIRTUAL, IMEI, 1), fill=own)) == []


@pytest.mark.parametrize(("names", "confidence"), [(("android.telephony.TelephonyManager",), 0.8), (("a.b.C",), 0.5)])
def test_a_member_named_beside_reflection_counts_less_without_its_class(names: tuple[str, ...], confidence: float) -> None:
    code = [const_string(2, name) for name in names]
    found = rows(*code, invoke(STATIC, FOR_NAME, 2), const_string(3, "getDeviceId"), invoke(VIRTUAL, GET_METHOD, 1, 3, 4))
    assert ("imei", "reflection", "getDeviceId", confidence) in brief(found)


NO_CLASSES = (const(4, 0), (0x23 | 4 << 8 | 4 << 12, Ref("type", "[Ljava/lang/Class;")))
TEXT_CLASS = (typed(0x1C, 4, "Ljava/lang/String;"), (0x24 | 1 << 12, Ref("type", "[Ljava/lang/Class;"), 4), (MOVE_RESULT_OBJECT | 4 << 8,))


@pytest.mark.parametrize(
    ("classes", "api"),
    [
        (NO_CLASSES, "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"),
        (TEXT_CLASS, "Lcom/android/internal/telephony/IPhoneSubInfo;->getDeviceId(Ljava/lang/String;)Ljava/lang/String;"),
    ],
)
def test_of_overloads_named_by_reflection_the_one_with_the_parameters_asked_for_is_meant(classes: tuple[tuple, ...], api: str) -> None:
    named = [const_string(2, "com.android.internal.telephony.IPhoneSubInfo"), const_string(2, "android.telephony.TelephonyManager")]
    found = rows(*named, invoke(STATIC, FOR_NAME, 2), const_string(3, "getDeviceId"), *classes, invoke(VIRTUAL, GET_METHOD, 1, 3, 4))
    assert [row["api"] for row in found if row["argument"] == "getDeviceId"] == [api]


def test_a_row_tells_where_whose_and_when() -> None:
    (row,) = rows(invoke(VIRTUAL, IMEI, 1))
    assert (row["api"], row["caller_class"], row["caller_method"], row["dex"]) == (IMEI, packages.APPLICATION, "onCreate()V", "classes.dex")
    assert (row["owner"], row["initiator"], row["start_state"], row["reached_from"]) == ("app", "app", "at-start", ["start", "ui"])
    assert (row["line"], row["gate"], row["path"]) == (None, None, [f"{packages.APPLICATION}->onCreate()V"])


def test_code_of_an_sdk_that_nobody_calls_is_the_sdks_and_unreached() -> None:
    def push(dex: Dex) -> None:
        dex.add("Lcn/jpush/android/A;").method("read()V", [invoke(VIRTUAL, IMEI, 1), RETURN])

    (row,) = rows(const_string(1, "idle"), fill=push)
    assert (row["owner"], row["initiator"], row["start_state"], row["path"]) == ("jpush", "jpush", "unreached", [])


def test_a_hint_has_no_path_and_no_line() -> None:
    found = rows(const_string(2, "com.android.settings"), invoke(VIRTUAL, TARGET, 1, 2))
    assert [(row["via"], row["confidence"]) for row in found] == [("api", HINT), ("intent", HINT)]
    assert {(row["line"], row["start_state"], *row["path"]) for row in found} == {(None, "at-start")}


def test_an_address_that_code_names_is_a_hint_only_where_no_read_of_the_kind_is_seen() -> None:
    (hint,) = rows(const_string(2, "content://com.android.calendar"), const_string(3, "content://com.android.calendar"))
    assert (hint["data_type"], hint["via"], hint["api"], hint["confidence"], hint["sites"]) == ("calendar", "uri", None, HINT, 2)
    both = rows(*uri("content://sms/inbox"), const_string(3, "content://sms/sent"))
    assert brief(both) == [("sms", "uri", "content://sms/inbox", 1.0)]


def test_hints_that_differ_only_in_place_share_a_row() -> None:
    name = const_string(2, "com.android.settings")
    found = rows(
        name,
        invoke(VIRTUAL, TARGET, 1, 2),
        invoke(VIRTUAL, TARGET, 1, 2),
        const_string(2, "com.heytap.openid"),
        invoke(VIRTUAL, TARGET, 1, 2),
    )
    assert [(row["argument"], row["sites"]) for row in found if row["via"] == "intent"] == [
        ("com.android.settings", 2),
        ("com.heytap.openid", 1),
    ]


def test_sure_accesses_have_a_row_for_each_place() -> None:
    found = rows(invoke(VIRTUAL, IMEI, 1), invoke(VIRTUAL, IMEI, 1))
    assert [(row["data_type"], row["sites"]) for row in found] == [("imei", 1)] * 2


ASKING = """
.class public Lcn/mingcha/hostile/App;
.super Landroid/app/Application;
.method public static ask(Landroid/app/Activity;Ljava/lang/String;)V
    .registers 5
    const/4 v0, 0x1
    new-array v1, v0, [Ljava/lang/String;
    const/4 v2, 0x0
    aput-object p1, v1, v2
    invoke-virtual {p0, v1, v0}, Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V
    return-void
.end method
.method public static one(Landroid/app/Activity;)V
    .registers 2
    const-string v0, "android.permission.CAMERA"
    invoke-static {p0, v0}, Lcn/mingcha/hostile/App;->ask(Landroid/app/Activity;Ljava/lang/String;)V
    const-string v0, "android.permission.READ_CONTACTS"
    invoke-static {p0, v0}, Lcn/mingcha/hostile/App;->ask(Landroid/app/Activity;Ljava/lang/String;)V
    return-void
.end method
.method public static all(Landroid/app/Activity;[Ljava/lang/String;)V
    .registers 7
    new-instance v0, Ljava/util/ArrayList;
    invoke-direct {v0}, Ljava/util/ArrayList;-><init>()V
    const-string v1, "android.permission.CAMERA"
    invoke-virtual {v0, v1}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    const-string v1, "android.permission.READ_SMS"
    invoke-virtual {v0, v1}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    invoke-virtual {v0, p1}, Ljava/util/ArrayList;->toArray([Ljava/lang/Object;)[Ljava/lang/Object;
    move-result-object v0
    check-cast v0, [Ljava/lang/String;
    const/4 v1, 0x1
    invoke-virtual {p0, v0, v1}, Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V
    return-void
.end method
"""


@pytest.mark.debian
def test_permissions_are_asked_for_together_only_in_one_array() -> None:
    found = collect(packages.apk(dex=assemble_dex({"App.smali": ASKING})), "x.apk").rows["access"]
    assert [row["argument"] for row in found] == [
        "android.permission.CAMERA, android.permission.READ_SMS",
        "android.permission.CAMERA",
        "android.permission.READ_CONTACTS",
    ]
