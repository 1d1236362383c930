"""Whole packages around one hostile part; everything else in them is well-formed."""

from __future__ import annotations

import functools
import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

from tests.dex.dexwriter import RETURN, Class, Dex, const_string, invoke
from tests.hostile import arscs
from tests.hostile.axmls import Reference, document, empty, end, start
from tests.hostile.zips import Member, archive

if TYPE_CHECKING:
    from collections.abc import Callable

APPLICATION = "Lcn/mingcha/hostile/App;"
GET_STRING = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
DEVICE_ID = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"


def manifest(*inside_application: tuple, before: tuple = (), application: dict | None = None, **options: object) -> bytes:
    """Return a manifest whose application holds the given events."""
    app = {"android_name": ".App", "android_label": Reference(0x7F010000)} | (application or {})
    return document(
        start("manifest", package="cn.mingcha.hostile", android_versionCode=1, android_versionName="1.0"),
        *empty("uses-sdk", android_minSdkVersion=21, android_targetSdkVersion=28),
        *before,
        start("application", **app),
        *inside_application,
        end("application"),
        end("manifest"),
        **options,
    )


def program(fill: Callable[[Dex], None] | None = None, *, version: str = "035") -> Dex:
    """Return a dex whose application class reads the device id when it is created; `fill` may add to it."""
    dex = Dex(version)
    app = dex.add(APPLICATION, "Landroid/app/Application;")
    on_create(app)
    if fill:
        fill(dex)
    return dex


def on_create(app: Class, *code: tuple) -> None:
    """Give a class an onCreate with that code, or one that reads the device id."""
    body = list(code) or [const_string(0, "hostile"), invoke(0x6E, DEVICE_ID, 1), RETURN]
    app.method("onCreate()V", body)


def fixed(dex: bytes | bytearray) -> bytes:
    """Return the dex with signature and checksum set right."""
    data = bytearray(dex)
    data[12:32] = hashlib.sha1(data[32:], usedforsecurity=False).digest()
    data[8:12] = struct.pack("<L", zlib.adler32(data[12:]))
    return bytes(data)


@functools.cache
def plain_dex() -> bytes:
    return program().build()


@functools.cache
def plain_manifest() -> bytes:
    return manifest()


def members(*more: Member, dex: bytes | None = None, xml: bytes | None = None, table: bytes | None = None) -> tuple[Member, ...]:
    """Return the entries of a package; an empty part is left out."""
    parts = {
        "AndroidManifest.xml": plain_manifest() if xml is None else xml,
        "classes.dex": plain_dex() if dex is None else dex,
        "resources.arsc": arscs.plain() if table is None else table,
    }
    return (*(Member(name, data, deflate=True) for name, data in parts.items() if data), *more)


def apk(*more: Member, dex: bytes | None = None, xml: bytes | None = None, table: bytes | None = None, **lies: object) -> bytes:
    """Return a package with the given parts in place of the well-formed ones, more entries, and lies of `archive`."""
    return archive(*members(*more, dex=dex, xml=xml, table=table), **lies)
