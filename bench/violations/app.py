"""Small apps as smali text: a few functions that write classes, calls and manifests, and what is expected of each app.

In the text, @Name stands for a class of the app's own package (Lcn/bench/shop/Name;). Every app has an application @App,
a launcher @Main and a class @Probe whose method read() reads the IMEI; an app that gives none of its own has quiet ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PACKAGE = "cn.bench.shop"
OBJECT = "Ljava/lang/Object;"
PREFERENCES = "Landroid/content/SharedPreferences;"
RETURN = "return-void"
READ = "invoke-static {}, @Probe;->read()V"


class Find(NamedTuple):
    """One access that the engine is to report; `gate` is the key of the check that it stands behind."""

    start_state: str
    gate: str | None = None
    data_type: str = "imei"
    owner: str = "app"
    initiator: str = "app"


@dataclass(frozen=True)
class App:
    """Classes, a manifest, and exactly the accesses that it is to be judged by; None where accesses are not what it is about.

    `resources` lie below res/, `files` anywhere in the package; `sdk` is the least and the target version. `documents` lie beside
    the package, by what follows its name: policy.md, links.json, listing.json. `key` signs it (tests/keys), and what `is_altered`
    was changed afterwards.
    """

    classes: tuple[str, ...]
    manifest: str
    finds: frozenset[Find] | None
    resources: Mapping[str, str | bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    sdk: tuple[int, int] = (21, 26)
    documents: Mapping[str, str] = field(default_factory=dict)
    key: str = "androiddebugkey"
    is_altered: bool = False

    def delivered(self, package: bytes) -> bytes:
        """Return a signed package as it is delivered: of one that is altered, the time of the first entry is another."""
        at = package.index(b"PK\x03\x04") + 10
        return package[:at] + bytes([package[at] ^ 1]) + package[at + 1 :] if self.is_altered else package

    def sources(self) -> dict[str, str]:
        """Return the smali files, with the quiet classes of what the app does not define itself."""
        written = "\n".join(self.classes)
        quiet = {**_QUIET, "Probe": probe(reads="@Probe;->read()V" in written)}
        own = [text for name, text in quiet.items() if not re.search(rf"^\.class .*@{name};$", written, re.MULTILINE)]
        texts = [*self.classes, *own]
        return {f"{number}.smali": re.sub(r"@([\w$]+);", r"Lcn/bench/shop/\1;", text) for number, text in enumerate(texts)}


@dataclass(frozen=True)
class Pair:
    """An app that breaks the rule and its twin that does the same and keeps it."""

    name: str
    violating: App
    complying: App


def block(*lines: str) -> str:
    """Return code of several lines."""
    return "\n".join(lines)


def smali(name: str, *methods: str, parent: str = OBJECT, implements: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> str:
    """Return a class with a constructor without parameters, unless one of the methods is a constructor."""
    head = [f".class public {name}", f".super {parent}", *(f".implements {each}" for each in implements)]
    head += [f".field {each}" for each in fields]
    if not any(" <init>(" in text.partition("\n")[0] for text in methods):
        head.append(method("public constructor <init>()V", f"invoke-direct {{p0}}, {parent}-><init>()V", RETURN))
    return block(*head, *methods)


def interface(name: str, *headers: str) -> str:
    """Return an interface of abstract methods."""
    declared = [block(f".method public abstract {header}", ".end method") for header in headers]
    return block(f".class public interface abstract {name}", f".super {OBJECT}", *declared)


def method(header: str, *lines: str) -> str:
    """Return a method with the registers v0 to v9 and its parameters behind them; without lines it is abstract or native."""
    body = ("    .locals 10", *lines) if lines else ()
    return block(f".method {header}", *body, ".end method")


def new(name: str, *arguments: str, types: str = "", register: str = "v0") -> str:
    """Return code that makes an object."""
    registers = ", ".join((register, *arguments))
    return block(f"new-instance {register}, {name}", f"invoke-direct {{{registers}}}, {name}-><init>({types})V")


def stored(key: str, default: int = 0, reader: str = "getBoolean", kind: str = "Z") -> str:
    """Return code that leaves the value stored under a key in v9."""
    return block(
        f"sget-object v6, @Probe;->store:{PREFERENCES}",
        f'const-string v7, "{key}"',
        f"const/4 v8, {default:#x}",
        f"invoke-interface {{v6, v7, v8}}, {PREFERENCES}->{reader}(Ljava/lang/String;{kind}){kind}",
        "move-result v9",
    )


KEY = "privacy_agreed"


def gated(code: str) -> str:
    """Return code that runs only once the user has agreed."""
    return block(stored(KEY), "if-eqz v9, :refused", code, ":refused")


def bare(code: str) -> str:
    """Return the code as it is."""
    return code


def application(*lines: str, parent: str = "Landroid/app/Application;", methods: tuple[str, ...] = ()) -> str:
    """Return the application class whose onCreate runs the lines."""
    return smali("@App;", method("public onCreate()V", *lines, RETURN), *methods, parent=parent)


def launcher(*lines: str, parent: str = "Landroid/app/Activity;", methods: tuple[str, ...] = ()) -> str:
    """Return the launcher activity whose onCreate runs the lines."""
    return smali("@Main;", method("protected onCreate(Landroid/os/Bundle;)V", *lines, RETURN), *methods, parent=parent)


def manifest(components: str = "", attributes: str = "") -> str:
    """Return a manifest with the application, the launcher, and more components."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="{PACKAGE}">
  <uses-permission android:name="android.permission.READ_PHONE_STATE"/>
  <application android:label="Bench" android:name=".App" {attributes}>
    <activity android:name=".Main" android:exported="true"><intent-filter>
      <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/>
    </intent-filter></activity>
    {components}
  </application>
</manifest>
"""


def app(
    *classes: str,
    finds: Find | tuple[Find, ...],
    components: str = "",
    attributes: str = "",
    resources: Mapping[str, str] | None = None,
) -> App:
    """Return an app of some classes; the manifest gets `components` and attributes of the application."""
    expected = finds if not isinstance(finds, Find) else (finds,)
    return App(classes, manifest(components, attributes), frozenset(expected), resources or {})


AT_START = Find("at-start")
GATED = Find("gated", KEY)
USER = Find("user-action")
BACKGROUND = Find("background")
UNREACHED = Find("unreached")

_PHONE = "Landroid/telephony/TelephonyManager;"
IMEI = block(
    f"sget-object v0, @Probe;->phone:{_PHONE}",
    f"invoke-virtual {{v0}}, {_PHONE}->getDeviceId()Ljava/lang/String;",
    "move-result-object v0",
)
_QUIET = {"App": application(), "Main": launcher()}


def probe(*, reads: bool) -> str:
    """Return the class that keeps what the code works on, and reads the IMEI when anything asks it to."""
    read = (method("public static read()V", IMEI, RETURN),) if reads else ()
    return smali("@Probe;", *read, fields=(f"public static phone:{_PHONE}", f"public static store:{PREFERENCES}"))


def twins(
    name: str,
    make: Callable[[Callable[[str], str]], tuple[str, ...]],
    found: Find = AT_START,
    components: str = "",
    attributes: str = "",
    resources: Mapping[str, str] | None = None,
) -> Pair:
    """Return a pair whose violating app does something as it is, and whose twin does it behind the check."""
    behind = found._replace(start_state="gated", gate=KEY)
    violating = app(*make(bare), finds=found, components=components, attributes=attributes, resources=resources)
    return Pair(name, violating, app(*make(gated), finds=behind, components=components, attributes=attributes, resources=resources))
