"""Calls of the framework as smali text, for the pairs about rules: each on an empty object, for only that it is called counts."""

from __future__ import annotations

import re

from bench.violations.app import block, launcher, method, new, smali

STRING = "Ljava/lang/String;"
CONTEXT = "Landroid/content/Context;"
URI = "Landroid/net/Uri;"
_PARAMETER = re.compile(r"\[*(?:[ZBSCIJFD]|L[^;]+;)")
_WIDE = ("J", "D")
_NUMBERS = ("Z", "B", "S", "C", "I")


def call(signature: str, *values: str | int | None, kind: str = "virtual") -> str:
    """Return code that calls a method with texts and numbers, in this order of its parameters; what is left out is empty."""
    types = _PARAMETER.findall(signature.partition("(")[2].partition(")")[0])
    lines, registers, free = [], [], 0
    if kind != "static":
        lines.append("const/4 v0, 0x0")
        registers.append("v0")
        free = 1
    for at, type_ in enumerate(types):
        value = values[at] if at < len(values) else None
        lines.append(_constant(free, type_, value))
        size = 1 + (type_ in _WIDE)
        registers += [f"v{free + n}" for n in range(size)]
        free += size
    if len(registers) > 5:  # noqa: PLR2004 - more need the range form
        return block(*lines, f"invoke-{kind}/range {{{registers[0]} .. {registers[-1]}}}, {signature}")
    return block(*lines, f"invoke-{kind} {{{', '.join(registers)}}}, {signature}")


def _constant(register: int, type_: str, value: str | int | None) -> str:
    if type_ in _WIDE:
        return f"const-wide/32 v{register}, {value or 0:#x}"
    if isinstance(value, str) and value.startswith("content://"):
        parse = f"invoke-static {{v{register}}}, {URI}->parse({STRING}){URI}"
        return block(f'const-string v{register}, "{value}"', parse, f"move-result-object v{register}")
    if isinstance(value, str):
        return f'const-string v{register}, "{value}"'
    return f"const v{register}, {value or 0:#x}" if type_ in (*_NUMBERS, "F") else f"const/4 v{register}, 0x0"


QUERY = f"Landroid/content/ContentResolver;->query({URI}[{STRING}{STRING}[{STRING}{STRING})Landroid/database/Cursor;"
OPEN = f"Landroid/content/ContentResolver;->openInputStream({URI})Ljava/io/InputStream;"
LAST_LOCATION = f"Landroid/location/LocationManager;->getLastKnownLocation({STRING})Landroid/location/Location;"
UPDATES = f"Landroid/location/LocationManager;->requestLocationUpdates({STRING}JFLandroid/location/LocationListener;)V"
MAC = f"Landroid/net/wifi/WifiInfo;->getMacAddress(){STRING}"
IMEI = f"Landroid/telephony/TelephonyManager;->getDeviceId(){STRING}"
ANDROID_ID = f"Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;{STRING}){STRING}"
MEMORY = "Landroid/app/Activity;->hasWindowFocus()Z"


def ask(*permissions: str) -> str:
    """Return code of an activity that asks for permissions in one go."""
    lines = [f"const/4 v1, {len(permissions):#x}", f"new-array v1, v1, [{STRING}"]
    for at, name in enumerate(permissions):
        lines += [f"const/4 v2, {at:#x}", f'const-string v3, "android.permission.{name}"', "aput-object v3, v1, v2"]
    request = f"Landroid/app/Activity;->requestPermissions([{STRING}I)V"
    return block(*lines, "const/4 v2, 0x1", f"invoke-virtual {{p0, v1, v2}}, {request}")


def library(name: str, *lines: str, count: int = 1) -> tuple[str, ...]:
    """Return `count` classes of a library: name0 … of which the first runs the lines in its static go()."""
    first = smali(f"L{name}0;", method("public static go()V", *lines, "return-void"))
    return (first, *(smali(f"L{name}{n};") for n in range(1, count)))


def run(name: str) -> str:
    """Return the call of a library's go()."""
    return f"invoke-static {{}}, L{name}0;->go()V"


def on_click(*lines: str) -> tuple[str, ...]:
    """Return a launcher with a button, and its listener that runs the lines."""
    listener = "Landroid/view/View$OnClickListener;"
    click = smali("@Click;", method("public onClick(Landroid/view/View;)V", *lines, "return-void"), implements=(listener,))
    return (
        launcher(
            "const/4 v1, 0x1",
            "invoke-virtual {p0, v1}, @Main;->findViewById(I)Landroid/view/View;",
            "move-result-object v1",
            new("@Click;"),
            f"invoke-virtual {{v1, v0}}, Landroid/view/View;->setOnClickListener({listener})V",
        ),
        click,
    )
