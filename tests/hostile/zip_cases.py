"""Packages whose zip container lies."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile.packages import apk, members, plain_dex, plain_manifest
from tests.hostile.zips import (
    Member,
    archive,
    bomb,
    central_record,
    end64_records,
    end_record,
    heavy_zeros,
    local_record,
    squeeze,
    squeezed_zeros,
    zip64_extra,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIB = 1 << 20
_HTML = b"<!DOCTYPE html><html><head><title>404</title></head><body>Not found</body></html>"

NOT_ZIPS = {
    "empty": b"",
    "one-byte": b"P",
    "magic-only": b"PK\x03\x04",
    "end-magic-only": b"PK\x05\x06",
    "zeros": bytes(4096),
    "ones": b"\xff" * 4096,
    "html": _HTML,
    "html-bom": b"\xef\xbb\xbf\r\n" + _HTML,
    "text": "不是安装包\n".encode() * 50,
    "json": b'{"code": 404, "url": "https://example.com/a.apk"}',
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "gzip": b"\x1f\x8b\x08" + bytes(100),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
    "pdf": b"%PDF-1.7\n" + bytes(100),
    "lone-end-record": end_record(0, 0, 0),
    "end-record-of-nothing": end_record(3, 150, 0),
    "end-record-everywhere": end_record(1, 46, 0) * 3000,
    "central-magic-everywhere": b"PK\x01\x02" * 20_000 + end_record(20_000, 80_000, 0),
}


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, data in NOT_ZIPS.items():
        yield f"not-a-zip-{name}", partial(bytes, data)
    yield "not-a-zip-bare-dex", plain_dex
    yield "not-a-zip-bare-manifest", plain_manifest
    yield from _cut()
    yield from _end_records()
    yield from _wide()
    yield from _bombs()
    yield from _overlaps()
    yield from _names()
    yield from _records()
    yield from _nested()


def _cut() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for percent in (1, 10, 25, 50, 75, 90, 97, 99):
        yield f"cut-at-{percent}-percent", lambda percent=percent: apk()[: len(apk()) * percent // 100]
    for back in (1, 2, 4, 10, 21, 22, 23, 30, 80):
        yield f"cut-by-{back}", lambda back=back: apk()[:-back]
    for front in (1, 4, 30, 200):
        yield f"head-cut-by-{front}", lambda front=front: apk()[front:]
    yield "middle-cut", lambda: apk()[:300] + apk()[400:]
    yield "middle-zeroed", lambda: apk()[:100] + bytes(300) + apk()[400:]


def _end_records() -> Iterator[tuple[str, Callable[[], bytes]]]:
    other = partial(archive, Member("harmless.txt", b"nothing to see"))
    lies = {
        "records": (0, 1, 2, 4, 100, 0xFFFE, 0xFFFF),
        "records_here": (0, 1, 0xFFFF),
        "size": (0, 1, 45, 0x7FFFFFFF, 0xFFFFFFFF),
        "offset": (0, 1, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF),
        "comment_length": (1, 100, 0xFFFF),
    }
    for field, values in lies.items():
        for value in values:
            yield f"end-{field}-{value:x}", partial(apk, end={field: value})
    yield "end-twice", lambda: apk() + end_record(3, 200, 0)
    yield "end-of-another-in-comment", lambda: apk(comment=other())
    yield "end-in-comment-many", lambda: apk(comment=end_record(0xFFFF, 0, 0) * 2900)
    yield "end-in-comment-exact", lambda: apk(comment=b"x" * 100 + end_record(0, 0, 0))
    yield "end-in-comment-to-other-directory", _hidden_directory
    yield "two-archives", lambda: apk() + other()
    yield "archive-before-package", lambda: other() + apk()
    yield "prepended-shifted", lambda: apk(prefix=b"\x00" * 1000)
    yield "prepended-unshifted", lambda: b"#!/bin/sh\n" * 100 + apk()
    yield "prepended-dex", lambda: apk(prefix=plain_dex())
    yield "trailing-data", lambda: apk(suffix=b"trailing" * 1000)
    yield "trailing-beyond-search", lambda: apk(suffix=bytes(70_000))
    yield "comment-longest", lambda: apk(comment=b"c" * 0xFFFF)


def _hidden_directory() -> bytes:
    """Two directories: the outer end record's comment holds an end record for another set of entries."""
    inner = archive(*members(Member("hidden.txt", b"hidden")))
    return archive(Member("AndroidManifest.xml", plain_manifest()), prefix=inner[:-22], comment=inner[-22:])


def _wide() -> Iterator[tuple[str, Callable[[], bytes]]]:
    huge = (1 << 63, (1 << 64) - 1, 1 << 32)
    for value in huge:
        yield f"zip64-records-{value:x}", partial(_zip64, records=value)
        yield f"zip64-size-{value:x}", partial(_zip64, size=value)
        yield f"zip64-offset-{value:x}", partial(_zip64, offset=value)
        yield f"zip64-locator-{value:x}", partial(_zip64, locator=value)
        yield f"zip64-extra-sizes-{value:x}", partial(_wide_member, zip64_extra(value, value))
        yield f"zip64-extra-offset-{value:x}", partial(_wide_member, zip64_extra(30, 30, value))
    yield "zip64-true", _zip64
    yield "zip64-locator-of-itself", lambda: _zip64(locator=len(_zip64()) - 42)
    yield "zip64-extra-cut", partial(_wide_member, zip64_extra(1, 2, length=200))
    yield "zip64-extra-short", partial(_wide_member, zip64_extra(1, length=7))
    yield "zip64-extra-empty", partial(_wide_member, zip64_extra())
    yield "zip64-extra-many", partial(_wide_member, zip64_extra() * 16_000)


def _zip64(**lies: int) -> bytes:
    parts = members()
    plain = archive(*parts)
    at = len(plain) - 22
    _, offset = struct.unpack("<LL", plain[-10:-2])
    size = at - offset
    wide = end64_records(lies.get("records", 3), lies.get("size", size), lies.get("offset", offset), at, lies.get("locator"))
    return archive(*parts, before_end=wide, end={"records": 0xFFFF, "size": 0xFFFFFFFF, "offset": 0xFFFFFFFF})


def _wide_member(extra: bytes) -> bytes:
    fields = {"packed": 0xFFFFFFFF, "size": 0xFFFFFFFF, "extra": extra, "offset": 0xFFFFFFFF}
    return apk(Member("classes2.dex", plain_dex(), central=fields))


def _bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name in ("AndroidManifest.xml", "classes.dex", "resources.arsc"):
        rest = [member for member in members() if member.name != name]
        for size in (63 * MIB, 300 * MIB):
            yield f"bomb-{name}-{size // MIB}", lambda n=name, s=size, r=rest: archive(bomb(n, s), *r)
        yield f"bomb-{name}-lying-small", lambda n=name, r=rest: archive(bomb(n, 300 * MIB, size=1000), *r)
        yield f"bomb-{name}-lying-huge", lambda n=name, r=rest: archive(bomb(n, MIB, size=0xFFFFFFF0), *r)
    for name in ("classes2.dex", "assets/a.dex", "assets/a.jar", "assets/a.js", "lib/arm64-v8a/liba.so", "res/raw/a.xml"):
        yield f"bomb-{name.replace('/', '-')}", lambda n=name: apk(bomb(n, 200 * MIB))
        yield f"bomb-under-the-floor-{name.replace('/', '-')}", lambda n=name: apk(bomb(n, 63 * MIB))
    yield "bomb-many-dexes", partial(_many_bombs, "classes{}.dex", 60)
    yield "bomb-many-assets", partial(_many_bombs, "assets/{}.dex", 60)
    yield "bomb-many-libraries", partial(_many_bombs, "lib/arm64-v8a/lib{}.so", 60)
    yield "bomb-many-scripts", partial(_many_bombs, "assets/{}.js", 60)
    for name in ("AndroidManifest.xml", "resources.arsc", "classes.dex", "assets/a.dex", "assets/a.js", "META-INF/MANIFEST.MF"):
        for declared in (None, 1000):
            case = f"bomb-with-ballast-{name.replace('/', '-')}-{declared or 'right'}"
            yield case, partial(_ballast, name, declared)
    yield "flagged-entry-of-absurd-size", partial(_lie, "central", "size", 0xA9000008, flags=1, name=b"other", method=8)
    yield "bomb-total-over-the-limit", partial(_many_bombs, "assets/{}.bin", 150)
    yield "bomb-stream-without-end", lambda: apk(Member("classes2.dex", raw=b"\x00\x00\x00\xff\xff" * 200_000, **_deflated(63 * MIB)))
    yield "bomb-stream-of-empty-blocks", lambda: apk(Member("assets/a.dex", raw=b"\x00\x00\x00\xff\xff" * MIB, **_deflated(1000)))


def _ballast(name: str, declared: int | None) -> bytes:
    """A bomb whose ratio is brought down by data that do not compress."""
    raw, size = heavy_zeros(900 * MIB)
    fields = {"method": 8, "packed": len(raw), "size": declared or size, "crc": 0}
    rest = [member for member in members() if member.name != name]
    return archive(Member(name, raw=raw, local=fields, central=fields), *rest)


def _deflated(size: int) -> dict:
    fields = {"method": 8, "size": size}
    return {"local": fields, "central": fields}


def _many_bombs(pattern: str, count: int) -> bytes:
    raw = squeezed_zeros(62 * MIB)
    fields = {"method": 8, "packed": len(raw), "size": 62 * MIB, "crc": zlib.crc32(bytes(MIB))}
    return apk(*(Member(pattern.format(number), raw=raw, local=fields, central=fields) for number in range(2, count + 2)))


def _overlaps() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for count in (10, 2000):
        yield f"overlap-full-{count}", partial(_full_overlap, count)
        yield f"overlap-quoted-{count}", partial(_quoted_overlap, count)
    yield "overlap-central-directory", lambda: apk(Member("assets/a.dex", b"x" * 100, central={"packed": 100_000, "size": 100_000}))
    yield "overlap-itself", lambda: apk(Member("assets/a.dex", b"x" * 100, central={"offset": 0}))


def _full_overlap(count: int) -> bytes:
    """Many names for one kernel: every central record points to the same local header."""
    kernel = bomb("classes2.dex", MIB)
    first = len(local_record(kernel, kernel.raw or b""))
    names = [Member(f"assets/{n}.dex", central=kernel.central | {"offset": 0}) for n in range(count)]
    records = b"".join(central_record(m, kernel.raw or b"", 0) for m in (kernel, *names))
    return local_record(kernel, kernel.raw or b"") + records + end_record(count + 1, len(records), first)


def _quoted_overlap(count: int) -> bytes:
    """After Fifield (2019): each entry quotes the next local header in a stored block and goes on into the same kernel."""
    kernel = squeezed_zeros(MIB)
    size, crc, stream, heads, records = MIB, zlib.crc32(bytes(MIB)), len(kernel), [], []
    tail = b""
    for number in range(count):
        name = f"assets/{count - number}.dex"
        fields = {"method": 8, "packed": stream, "size": size, "crc": crc}
        member = Member(name, raw=b"", local=fields, central=fields)
        head = local_record(member, b"")
        heads.append(head)
        records.append((member, len(head)))
        quote = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF)
        tail = quote + head if number < count - 1 else head
        heads[-1] = tail
        size, stream = size + len(head), stream + len(head) + 5
        crc = 0
    body = b"".join(reversed(heads)) + kernel
    offset, central = 0, b""
    for (member, length), head in zip(reversed(records), reversed(heads), strict=True):
        central += central_record(member, b"", offset + len(head) - length)
        offset += len(head)
    return body + central + end_record(count, len(central), len(body))


def _names() -> Iterator[tuple[str, Callable[[], bytes]]]:
    odd: dict[str, str | bytes] = {
        "slip": "../../../../etc/passwd",
        "slip-inside": "assets/../../../../etc/cron.d/x",
        "slip-back-slash": "..\\..\\windows\\system32\\x.dll",
        "absolute": "/etc/passwd",
        "drive": "C:\\windows\\x",
        "manifest-by-detour": "META-INF/../AndroidManifest.xml",
        "nul": b"classes.dex\0.png",
        "nul-twin": b"AndroidManifest.xml\0",
        "empty": "",
        "dot": ".",
        "slash": "/",
        "new-line": "assets/a\nb.js",
        "escape": "assets/\x1b[31mred.js",
        "right-to-left": "assets/\u202egpj.exe",
        "not-utf8": b"assets/\xff\xfe.js",
        "surrogate": b"assets/\xed\xa0\x80.dex",
        "longest": "assets/" + "a" * 65_500,
        "deepest": "a/" * 32_000 + "a",
        "other-case": "androidmanifest.XML",
        "directory": "AndroidManifest.xml/",
        "directory-of-code": "classes.dex/",
        "below-a-file": "classes.dex/x.dex",
    }
    for name, entry in odd.items():
        yield f"name-{name}", lambda entry=entry: apk(Member(entry, b"data"))
    yield "name-directories-only", lambda: archive(Member("assets/"), Member("lib/"), Member("res/"))
    yield "name-link", lambda: apk(Member("assets/link", b"/etc/passwd", central={"attributes": 0o120777 << 16, "version": 0x314}))
    yield "duplicate-manifest", lambda: archive(Member("AndroidManifest.xml", b"junk"), *members())
    yield "duplicate-manifest-last", lambda: apk(Member("AndroidManifest.xml", b"junk"))
    yield "duplicate-dex", lambda: apk(Member("classes.dex", b"junk"))
    yield "duplicate-thousand", lambda: apk(*(Member("classes2.dex", plain_dex()) for _ in range(1000)))
    yield "entries-70000", lambda: apk(*(Member(f"assets/{n}.js") for n in range(70_000)), end={"records": 0xFFFF})
    yield "entries-70000-declared", lambda: _many_entries(70_000)
    yield "entries-250000", lambda: _many_entries(250_000)


def _many_entries(count: int) -> bytes:
    local = local_record(Member("a"), b"")
    records = b"".join(central_record(Member(f"assets/{n}"), b"", 0) for n in range(count))
    wide = end64_records(count, len(records), len(local), len(local) + len(records))
    return local + records + wide + end_record(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def _records() -> Iterator[tuple[str, Callable[[], bytes]]]:
    lies: dict[str, tuple] = {
        "flags": (1, 8, 0x41, 0x2000, 0xFFFF),
        "method": (1, 6, 8, 9, 12, 14, 93, 95, 99, 0xFFFF),
        "crc": (0, 0xFFFFFFFF),
        "packed": (0, 1, 0x7FFFFFFF, 0xFFFFFFFE),
        "size": (0, 1, 0x7FFFFFFF, 0xFFFFFFFE),
        "name": (b"", b"classes.dex", b"\xff"),
        "name_length": (0, 0xFFFF),
        "extra_length": (1, 0xFFFF),
        "signature": (b"PK\0\0",),
        "version": (0xFFFF,),
    }
    for field, values in lies.items():
        for value in values:
            text = value.hex() or "none" if isinstance(value, bytes) else f"{value:x}"
            for where in ("local", "central"):
                yield f"{where}-{field}-{text}", partial(_lie, where, field, value)
    for offset in (1, 30, 0x7FFFFFFF, 0xFFFFFFFE):
        yield f"central-offset-{offset:x}", partial(_lie, "central", "offset", offset)
    yield "central-comment-long", partial(_lie, "central", "comment", b"c" * 0xFFFF)
    yield "every-entry-encrypted", _encrypted


def _lie(where: str, field: str, value: object, **more: object) -> bytes:
    """Tell one lie, or more, about the manifest and the code; the rest of the package is right."""
    rest = [member for member in members() if member.name == "resources.arsc"]
    targets = {"AndroidManifest.xml": plain_manifest(), "classes.dex": plain_dex()}
    return archive(*(Member(name, data, **{where: {field: value, **more}}) for name, data in targets.items()), *rest)


def _encrypted() -> bytes:
    return archive(*(Member(m.name, raw=bytes(12) + b"\x5a" * 300, local={"flags": 1}, central={"flags": 1}) for m in members()))


def _nested() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "nested-deep", partial(_nest, 60, 1)
    yield "nested-wide", partial(_nest, 6, 12)
    yield "nested-package-in-itself", lambda: apk(Member("assets/a.apk", apk(Member("assets/a.apk", apk()))))
    yield "nested-bomb", lambda: apk(Member("assets/a.jar", archive(bomb("classes.dex", 200 * MIB)), deflate=True))
    yield "nested-bomb-of-bombs", lambda: apk(Member("assets/a.zip", archive(*(bomb(f"{n}.dex", 63 * MIB) for n in range(20)))))
    yield "nested-cut", lambda: apk(Member("assets/a.jar", apk()[:200]))
    yield "nested-thousand", lambda: apk(*(Member(f"assets/{n}.jar", archive(Member("classes.dex", plain_dex()))) for n in range(1000)))
    yield "nested-block-of-stored", lambda: apk(Member("assets/a.jar", raw=squeeze(squeeze(bytes(5 * MIB))), **_deflated(5 * MIB)))


def _nest(depth: int, width: int) -> bytes:
    """Archives in archives, `width` names for the same inner one at each level."""
    inner = archive(Member("classes.dex", plain_dex()))
    for _ in range(depth):
        inner = archive(*(Member(f"{n}.jar", inner, deflate=True) for n in range(width)))
    return apk(Member("assets/a.jar", inner, deflate=True))
