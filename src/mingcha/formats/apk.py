"""An Android package: manifest, resources, declared and hidden code, native libraries, assets.

What cannot be read becomes a limit, not an error; only a file that is no APK at all is refused.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats import manifest as manifests
from mingcha.formats.anomalies import Anomalies, Anomaly
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.container import OFFICE, name_container
from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.formats.payloads import Asset, Payloads
from mingcha.formats.zip import MIB, Archive, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from mingcha.formats.inflate import Buffer
    from mingcha.formats.manifest import Manifest

TABLE = "resources.arsc"
_DEX = re.compile(r"classes(\d*)\.dex")
_LIBRARY = re.compile(r"lib/([^/]+)/([^/]+\.so)")
_SIGNATURE = re.compile(r"META-INF/(?:MANIFEST\.MF|[^/]+\.(?:SF|RSA|DSA|EC)|SIG-[^/]+)", re.IGNORECASE)
# Bytes of declared dex files that are read; the largest apps known have less than 200 MB.
_MOST_DEX = 256 * MIB
# The largest manifests known have some 500 KB, the largest resource tables some 60 MB.
_MOST_MANIFEST = 64 * MIB
_MOST_TABLE = 256 * MIB
# Entries tried to tell a password-protected archive from one that is only no APK.
_TRIED = 20


class NativeLib(NamedTuple):
    """A native library of lib/<abi>/; `size` in bytes."""

    name: str
    abi: str
    path: str
    size: int


class Apk:
    """An opened APK. Dex files and assets are read when first asked for; what is lost on the way joins `limits`.

    `manifest` and `table` are None when absent or unreadable. `dex_entries` are the names that ART loads, in class-path
    order (classes.dex, classes2.dex … up to the first gap, DexFileLoader::GetMultiDexClassesDexName); one that is
    not in `dexes` could not be read. `signature_files` are the files of a v1 signature.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._noted = Anomalies()
        self.table = self._read_table()
        self.manifest = self._read_manifest()
        self.dex_entries = self._declared_dexes()
        self.native_libs = tuple(
            NativeLib(found[2], found[1], name, entry.size)
            for name, entry in sorted(archive.entries.items())
            if (found := _LIBRARY.fullmatch(name))
        )
        self.signature_files = tuple(sorted(name for name in archive.entries if _SIGNATURE.fullmatch(name)))

    @property
    def limits(self) -> list[Anomaly]:
        """Return what could not be read or is not as in a well-formed package, so far, as (code, where, zh, en)."""
        return self.archive.anomalies + self._noted.listed()

    @cached_property
    def dexes(self) -> list[tuple[str, Buffer]]:
        """Return what `each_dex` yields."""
        return list(self.each_dex())

    @property
    def dex_bytes(self) -> int:
        """Return how many bytes `each_dex` yields in all, as the archive declares it."""
        return min(sum(self.archive.entries[name].size for name in self.dex_entries), _MOST_DEX)

    def each_dex(self) -> Iterator[tuple[str, Buffer]]:
        """Yield (name, content) of the dex files that ART loads, in class-path order, up to 256 MiB in all."""
        left = _MOST_DEX
        for name in self.dex_entries:
            if self.archive.entries[name].size > left:
                self._noted.add("dex-budget", name, "dex 总量超出上限，未读取", "there is more dex than the limit allows; not read")
                continue
            try:
                content = self.archive.unpack(name, most=left)
            except EntryError as error:
                self._noted.add(error.code, name, error.zh, error.en)
                continue
            left -= len(content)
            yield name, content
            del content  # its memory serves the next one

    @cached_property
    def payloads(self) -> Payloads:
        """Return what lies beside the declared code (see payloads.Payloads)."""
        return Payloads(self.archive, {manifests.NAME, TABLE, *self.dex_entries}, self._noted)

    @property
    def assets(self) -> list[Asset]:
        """Return files that are code, archives or bundles, in order of discovery."""
        return self.payloads.assets

    @property
    def hidden_dexes(self) -> list[tuple[str, bytes]]:
        """Return (path, content) of dex files that ART does not load by itself; ! marks a file within a file."""
        return self.payloads.hidden_dexes

    def _declared_dexes(self) -> tuple[str, ...]:
        names = self.archive.entries
        declared = []
        name = "classes.dex"
        while name in names:
            declared.append(name)
            name = f"classes{len(declared) + 1}.dex"
        stray = sorted(found for found in names if _DEX.fullmatch(found) and found not in declared)
        for found in stray:
            self._noted.add(
                "dex-gap",
                found,
                "编号不连续，安卓系统不会自动加载",
                "its number is out of sequence; Android does not load it by itself",
            )
        return tuple(declared)

    def _content(self, name: str, most: int) -> bytes | None:
        try:
            return self.archive.read(name, most=most)
        except EntryError as error:
            self._noted.add(error.code, name, error.zh, error.en)
            return None

    def _read_table(self) -> ResourceTable | None:
        content = self._content(TABLE, _MOST_TABLE) if TABLE in self.archive.entries else None
        return None if content is None else ResourceTable(content, TABLE, self._noted)

    def _read_manifest(self) -> Manifest | None:
        if manifests.NAME not in self.archive.entries:
            self._noted.add("manifest-absent", "", "没有 AndroidManifest.xml", "there is no AndroidManifest.xml")
            return None
        content = self._content(manifests.NAME, _MOST_MANIFEST)
        if content is None:
            return None
        try:
            return manifests.read(content, self.table, self._noted)
        except EntryError as error:
            self._noted.add(error.code, manifests.NAME, error.zh, error.en)
            return None


def open_apk(data: bytes | bytearray | memoryview | mmap, limits: Limits | None = None) -> Apk:
    """Open a package; BadPackageError when it is empty, no zip, truncated, encrypted, or of another format."""
    archive = Archive(data, limits)
    names = archive.entries
    other = name_container(names)
    if other is OFFICE:
        raise BadPackageError("not-an-app", f"不是安装包：这是{other.zh}", f"not an app package: this is {other.en}")
    if other:
        raise BadPackageError("unsupported", f"这是{other.zh}，暂不支持", f"this is {other.en}; not supported yet")
    if manifests.NAME not in names and not any(_DEX.fullmatch(name) for name in names):
        if any(archive.encrypted(name) for name in list(names)[:_TRIED]):
            raise _encrypted()
        raise BadPackageError("no-manifest", "不是安装包：没有 AndroidManifest.xml", "not an app package: there is no AndroidManifest.xml")
    apk = Apk(archive)
    if apk.manifest is None and manifests.NAME in names and archive.encrypted(manifests.NAME):
        raise _encrypted()
    return apk


def _encrypted() -> BadPackageError:
    return BadPackageError("encrypted", "压缩包已加密，无法读取", "the archive is encrypted and cannot be read")
