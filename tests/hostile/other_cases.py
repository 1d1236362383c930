"""Packages with hostile native libraries, assets and web content, and those in the form of other packages."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile.packages import apk, members, plain_dex, plain_manifest
from tests.hostile.zips import Member, archive, noise, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LIBRARY = "lib/arm64-v8a/libhostile.so"
_MIB = 1 << 20


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield from _parts()
    yield from _libraries()
    yield from _assets()
    yield from _others()


def _parts() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "only-manifest", lambda: archive(Member("AndroidManifest.xml", plain_manifest()))
    yield "only-dex", lambda: archive(Member("classes.dex", plain_dex()))
    yield "only-table", lambda: archive(members()[2])
    yield "manifest-empty", lambda: archive(Member("AndroidManifest.xml"), *members()[1:])
    yield "dex-empty", lambda: archive(members()[0], Member("classes.dex"))
    yield "table-empty", lambda: archive(*members()[:2], Member("resources.arsc"))
    yield "parts-swapped", lambda: apk(dex=plain_manifest(), xml=plain_dex(), table=plain_dex())
    yield "parts-are-archives", lambda: apk(dex=apk(), xml=apk(), table=apk())


def elf(**lies: int) -> bytes:
    """Return a 64-bit ELF header with one section and those fields."""
    f = {"type": 3, "machine": 183, "phoff": 64, "shoff": 64, "phentsize": 56, "phnum": 1, "shentsize": 64, "shnum": 1, "shstrndx": 0}
    f |= lies
    head = b"\x7fELF\x02\x01\x01" + bytes(9)
    head += struct.pack("<HHLQQQL", f["type"], f["machine"], 1, 0, f["phoff"], f["shoff"], 0)
    head += struct.pack("<6H", 64, f["phentsize"], f["phnum"], f["shentsize"], f["shnum"], f["shstrndx"])
    return head + bytes(200)


def _libraries() -> Iterator[tuple[str, Callable[[], bytes]]]:
    lies = {
        "phoff": (0, 1, 1 << 63, (1 << 64) - 1),
        "shoff": (0, 1, 1 << 63, (1 << 64) - 1),
        "phnum": (0, 0xFFFF),
        "shnum": (0, 0xFFFF),
        "phentsize": (0, 1, 0xFFFF),
        "shentsize": (0, 1, 0xFFFF),
        "shstrndx": (1, 0xFFFF),
        "machine": (0xFFFF,),
    }
    for field, values in lies.items():
        for value in values:
            yield f"elf-{field}-{value:x}", lambda f=field, v=value: apk(Member(_LIBRARY, elf(**{f: v})))
    yield "elf-magic-only", lambda: apk(Member(_LIBRARY, b"\x7fELF"))
    yield "elf-cut", lambda: apk(Member(_LIBRARY, elf()[:50]))
    yield "elf-not-one", lambda: apk(Member(_LIBRARY, b"not a library"))
    yield "elf-in-assets", lambda: apk(Member("assets/tool", elf()), Member("assets/tool2", elf(shnum=0xFFFF)))
    yield "elf-dex-inside", lambda: apk(Member(_LIBRARY, elf() + plain_dex()))
    yield "elf-archive-inside", lambda: apk(Member(_LIBRARY, elf() + apk()))
    yield "elf-many-names", lambda: apk(*(Member(f"lib/a{n}/lib{n}.so", elf()) for n in range(5000)))


def _assets() -> Iterator[tuple[str, Callable[[], bytes]]]:
    texts = {
        "addresses-glued": b"http://" * 2_000_000,
        "address-endless": b"http://" + b"a" * (10 * _MIB),
        "address-of-dots": b"http://" + b"a." * (4 * _MIB),
        "address-of-hyphens": b"http://" + b"-" * (4 * _MIB),
        "address-of-ports": b"http://a.example:" + b"1" * (4 * _MIB),
        "addresses-in-quotes": b'"http://' * _MIB,
        "addresses-many": b"".join(b"https://h%d.example/%d " % (n, n) for n in range(200_000)),
        "ats": b"http://" + b"a@" * (2 * _MIB) + b"b.example",
        "escapes": b"http:\\/\\/" * _MIB,
    }
    for name, text in texts.items():
        yield f"script-{name}", lambda t=text: apk(Member("assets/www/a.js", t, deflate=True))
        yield f"library-{name}", lambda t=text: apk(Member(_LIBRARY, elf() + t, deflate=True))
    yield "scripts-that-look-like-addresses", partial(_scripts, b"http://a.b " * (5 * _MIB), 100)
    yield "dexes-that-look-like-addresses", partial(_scripts, b"http://a.b " * (5 * _MIB), 20, "classes{}.dex")
    yield "assets-many", lambda: apk(*(Member(f"assets/{n}.js", b"https://a.example/") for n in range(10_000)))
    yield "assets-random", lambda: apk(*(Member(f"assets/{n}.dat", noise(20_000, n)) for n in range(100)))
    yield "assets-names-of-packers", lambda: apk(*(Member(n, b"x") for n in _PACKER_NAMES))
    yield "asset-of-each-magic", lambda: apk(*(Member(f"assets/{n}", m + bytes(50)) for n, m in enumerate(_MAGICS)))
    yield "asset-of-each-magic-alone", lambda: apk(*(Member(f"assets/{n}", m) for n, m in enumerate(_MAGICS)))
    yield "asset-gzip-in-gzip", partial(_gzips, 20)
    yield "asset-gzip-cut", lambda: apk(Member("assets/a.gz", b"\x1f\x8b\x08\x1f" + b"\xff" * 100))


_PACKER_NAMES = (
    "lib/armeabi-v7a/libjiagu.so",
    "lib/armeabi-v7a/libDexHelper.so",
    "lib/armeabi-v7a/libshella-4.1.0.so",
    "lib/armeabi-v7a/libsecexe.so",
    "assets/ijiami.dat",
    "assets/0OO00l111l1l",
)
_MAGICS = (
    b"dex\n035\0",
    b"dex\n041\0",
    b"cdex001\0",
    b"dey\n036\0",
    b"vdex027\0",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x7fELF",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"\xca\xfe\xba\xbe",
    b"UnityFS\0",
    b"\x1bLua",
    b"PANDA\0\0\0",
    b"SQLite format 3\0",
    b"\x03\0\x08\0",
    b"\x02\0\x0c\0",
)


def _scripts(text: bytes, count: int, pattern: str = "assets/{}.js") -> bytes:
    raw = squeeze(text)
    fields = {"method": 8, "packed": len(raw), "size": len(text), "crc": zlib.crc32(text)}
    return apk(*(Member(pattern.format(number), raw=raw, local=fields, central=fields) for number in range(2, count + 2)))


def _gzips(depth: int) -> bytes:
    import gzip  # noqa: PLC0415 - only this case needs it

    data = plain_dex()
    for _ in range(depth):
        data = gzip.compress(data, mtime=0)
    return apk(Member("assets/a.gz", data))


def _others() -> Iterator[tuple[str, Callable[[], bytes]]]:
    packages = {
        "aab": ("BundleConfig.pb", "base/manifest/AndroidManifest.xml"),
        "apks": ("toc.pb", "splits/base-master.apk"),
        "xapk": ("manifest.json", "a.apk"),
        "ipa": ("Payload/A.app/Info.plist",),
        "hap": ("module.json", "ets/modules.abc"),
        "rpk": ("manifest.json", "app.js"),
        "jar": ("META-INF/MANIFEST.MF", "a/A.class"),
        "docx": ("[Content_Types].xml", "word/document.xml"),
        "aar": ("AndroidManifest.xml", "classes.jar", "R.txt"),
    }
    for name, entries in packages.items():
        yield f"other-{name}", lambda e=entries: archive(*(Member(entry, b"{}") for entry in e))
    yield (
        "other-everything-at-once",
        lambda: apk(*(Member(e, b"{}") for entries in packages.values() for e in entries if e != "AndroidManifest.xml")),
    )
