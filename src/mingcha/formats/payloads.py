"""What lies in a package beside its declared code: other code, archives, bundles of other technologies, and what hides.

Every entry is judged by its first bytes; an archive is opened in turn, to a depth of four and within a budget.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.container import has_suffix
from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.formats.inflate import InflateError, gunzip
from mingcha.formats.sniff import HEAD, kind_of
from mingcha.formats.zip import MIB, STORED, Archive, Limits

if TYPE_CHECKING:
    from collections.abc import Container

    from mingcha.formats.anomalies import Anomalies
    from mingcha.formats.zip import Entry

DEEPEST = 4
# Bytes unpacked from within nested archives and kept as hidden dex files, each in all.
_BUDGET = 256 * MIB
_NESTED = Limits(entries=50_000, entry=128 * MIB, total=512 * MIB)
_MOST_ASSETS = 5_000
_MOST_HIDDEN = 64

# Kinds (sniff.kind_of) that are worth a row: code, archives, bundles.
_CODE = {
    "dex",
    "odex",
    "compact-dex",
    "vdex",
    "elf",
    "hermes",
    "abc",
    "wasm",
    "java-class",
    "mach-o",
    "pe",
    "lua-bytecode",
}
_BUNDLES = {"unity-metadata", "unity-bundle", "wxapkg", "wxapkg-encrypted"}
_ARCHIVES = {"gzip", "7z", "rar", "xz", "bzip2", "zstd", "cab"}
_KINDS = frozenset(_CODE | _BUNDLES | _ARCHIVES)

# Technologies that are told by where their files lie (LibChecker, and the frameworks' own build tools).
_BY_NAME = re.compile(
    r"""(?P<uni_app>assets/apps/[^/]+/www/(?:manifest\.json|app-service\.js|app-config-service\.js))
    |(?P<flutter>assets/flutter_assets/(?:kernel_blob\.bin|AssetManifest\.(?:json|bin)|NOTICES.*))
    |(?P<cordova>assets/(?:www|public)/cordova(?:_plugins)?\.js)
    |(?P<capacitor>assets/capacitor\.config\.json)
    |(?P<react_native>(?:assets/|res/raw/)(?:.*/)?[^/]*(?:\.android\.bundle|\.jsbundle|\.hbc))
    |(?P<unity>assets/bin/Data/(?:Managed/.*|globalgamemanagers|data\.unity3d))
    |(?P<cocos>assets/(?:src/settings\.[^/]*js|main\.jsc?|jsb-adapter/.*\.js))
    |(?P<apicloud>assets/widget/config\.xml)
    |(?P<javascript>(?:assets/|res/raw/).*\.m?jsc?)
    |(?P<lua>(?:assets/|res/raw/).*\.luac?)""",
    re.VERBOSE,
)

_CLAIMS_CODE = frozenset(("dex", "jar", "apk", "zip", "so", "odex", "oat", "vdex", "aar", "class"))
_SAYS_NOTHING = frozenset(("", "dat", "data", "bin", "sec", "enc", "blob", "pak", "tmp", "dll"))
_SMALLEST_OPAQUE = 1 << 10
_SMALLEST_RANDOM = 1 << 14
# First bytes that must not compress for a file to look encrypted; text, code and tables of this length do compress.
_SAMPLE = 1 << 12
_DEX = re.compile(rb"dex\n\d{3}\x00")


class Asset(NamedTuple):
    """A file that is code, an archive or a bundle; `path` has ! before a file within a file, `size` is unpacked."""

    path: str
    kind: str
    size: int


class Payloads:
    """Scans an archive for `assets`, in order of discovery, and `hidden_dexes`, (path, content) of undeclared dex."""

    def __init__(self, archive: Archive, skipped: Container[str], anomalies: Anomalies) -> None:
        self.assets: list[Asset] = []
        self.hidden_dexes: list[tuple[str, bytes]] = []
        self._anomalies = anomalies
        self._left = _BUDGET
        self._left_for_dex = _BUDGET
        self._scan(archive, "", skipped, 1)

    def _scan(self, archive: Archive, prefix: str, skipped: Container[str], depth: int) -> None:
        for name, entry in archive.entries.items():
            if name in skipped or name.endswith("/") or entry.data_offset < 0:
                continue
            if len(self.assets) >= _MOST_ASSETS:
                self._note(
                    "payload-count",
                    prefix,
                    "内嵌文件过多，其余未列出",
                    "too many embedded files; the rest is not listed",
                )
                return
            kind = kind_of(archive.read(name, HEAD))
            if kind == "zip":
                self._open(archive, entry, prefix + name, depth)
            elif kind in _KINDS:
                self._take(archive, entry, prefix + name, kind)
            else:
                told = _BY_NAME.fullmatch(name)
                if told and told.lastgroup:
                    self._add(prefix + name, told.lastgroup.replace("_", "-"), entry.size)
                elif kind is None and _is_opaque(archive, entry):
                    self._add(prefix + name, "opaque", entry.size)

    def _take(self, archive: Archive, entry: Entry, path: str, kind: str) -> None:
        if kind == "elf" and entry.name.startswith("lib/") and entry.name.endswith(".so"):
            return  # an ordinary native library, listed elsewhere
        if kind == "java-class" and entry.name.endswith("/module-info.class"):
            return  # build metadata that Gradle leaves behind
        self._add(path, kind, entry.size)
        if kind == "dex" and _DEX.match(archive.read(entry.name, HEAD)):
            content = self._content(archive, entry, path)
            if content is not None:
                self._keep(path, content)
        elif kind == "gzip":
            self._open_gzip(archive, entry, path)

    def _keep(self, path: str, content: bytes) -> None:
        self._left_for_dex -= len(content)
        if self._left_for_dex < 0 or len(self.hidden_dexes) >= _MOST_HIDDEN:
            self._note("payload-budget", path, "内嵌 DEX 过大或过多，未分析", "too much embedded dex; it is not analysed")
        else:
            self.hidden_dexes.append((path, content))

    def _open(self, archive: Archive, entry: Entry, path: str, depth: int) -> None:
        if depth >= DEEPEST:
            self._add(path, "zip", entry.size)
            self._note("payload-depth", path, "压缩包嵌套过深，未打开", "archives are nested too deeply; it is not opened")
            return
        # A stored archive is read in place; only a deflated one costs memory.
        content = archive.raw(entry) if entry.method == STORED else self._content(archive, entry, path)
        if content is None:
            self._add(path, "zip", entry.size)
            return
        try:
            inner = Archive(content, _NESTED)
        except BadPackageError as error:
            self._add(path, "zip", entry.size)
            self._note("payload-unreadable", path, error.zh, error.en)
            return
        self._add(path, _kind_of_archive(inner), entry.size)
        if any(inner.encrypted(name) for name in list(inner.entries)[:1]):
            self._note("payload-encrypted", path, "内嵌压缩包已加密", "the embedded archive is encrypted")
            return
        self._scan(inner, path + "!", (), depth + 1)

    def _open_gzip(self, archive: Archive, entry: Entry, path: str) -> None:
        packed = self._content(archive, entry, path)
        if packed is None:
            return
        try:
            content = gunzip(packed, min(self._left, _NESTED.entry))
        except InflateError:
            return  # damaged or large: the row for the file says enough
        if _DEX.match(content):
            self._left -= len(content)
            self._add(path + "!", "dex", len(content))
            self._keep(path + "!", content)

    def _content(self, archive: Archive, entry: Entry, path: str) -> bytes | None:
        most = min(self._left, _NESTED.entry)
        if entry.size > most:
            self._note("payload-budget", path, "内嵌文件过大，未打开", "the embedded file is too large; it is not opened")
            return None
        try:
            content = archive.read(entry.name, most=most)
        except EntryError as error:
            self._note(error.code, path, error.zh, error.en)
            return None
        self._left -= len(content)
        return content

    def _add(self, path: str, kind: str, size: int) -> None:
        self.assets.append(Asset(path, kind, size))

    def _note(self, code: str, where: str, zh: str, en: str) -> None:
        self._anomalies.add(code, where, zh, en)


def _kind_of_archive(archive: Archive) -> str:
    names = archive.entries
    if "AndroidManifest.xml" in names:
        return "apk"
    if "classes.dex" in names or has_suffix(names, ".class"):
        return "jar"
    return "rpk" if "manifest.json" in names and "app.js" in names else "zip"


def _is_opaque(archive: Archive, entry: Entry) -> bool:
    """Tell whether a file claims to be code and is not, or says nothing and looks encrypted."""
    file = entry.name.rsplit("/", 1)[-1]
    extension = file.rpartition(".")[2].lower() if "." in file else ""
    if extension in _CLAIMS_CODE:
        return entry.size >= _SMALLEST_OPAQUE
    if extension not in _SAYS_NOTHING or entry.size < _SMALLEST_RANDOM or entry.name.startswith("META-INF/"):
        return False
    sample = archive.read(entry.name, _SAMPLE)
    return len(zlib.compress(sample, level=1)) >= len(sample)
