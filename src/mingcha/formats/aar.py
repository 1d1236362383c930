"""Files in which SDKs are delivered: AAR and JAR. Their classes, dex files hidden in assets, and native libraries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.classfile import read_class
from mingcha.formats.container import has_suffix
from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.formats.payloads import Payloads
from mingcha.formats.zip import MIB, Archive, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from mingcha.formats.classfile import ClassFile

_JAR = re.compile(r"classes\.jar|libs/[^/]+\.jar")
_LIBRARY = re.compile(r"(?:jni|lib|libs)/[^/]+/([^/]+\.so)")
_INNER = Limits(entries=100_000, entry=64 * MIB, total=512 * MIB)
_MOST_CLASS = MIB


class SdkFile:
    """An opened AAR or JAR; `native_libs` are file names, `hidden_dexes` are (path, content), `assets` as in payloads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        payloads = Payloads(archive, (), Anomalies())
        self.hidden_dexes = payloads.hidden_dexes
        self.assets = payloads.assets
        self.native_libs = sorted({found[1] for name in archive.entries if (found := _LIBRARY.fullmatch(name))})

    def classes(self) -> Iterator[ClassFile]:
        """Yield the classes of the file and of the jars that an AAR holds; what is damaged is left out."""
        yield from _classes(self._archive)
        for name in sorted(self._archive.entries):
            if _JAR.fullmatch(name):
                try:
                    yield from _classes(Archive(self._archive.read(name), _INNER))
                except (BadPackageError, EntryError):
                    continue


def open_sdk(data: bytes | memoryview | mmap) -> SdkFile:
    """Open an AAR or JAR; BadPackageError when it is neither."""
    archive = Archive(data)
    names = archive.entries
    if "classes.jar" not in names and not has_suffix(names, ".class"):
        raise BadPackageError("no-sdk", "不是 AAR 或 JAR：没有 class 文件", "neither AAR nor JAR: there is no class file")
    return SdkFile(archive)


def _classes(archive: Archive) -> Iterator[ClassFile]:
    for name in sorted(archive.entries):
        if name.endswith(".class") and not name.startswith("META-INF/") and not name.endswith("module-info.class"):
            try:
                yield read_class(archive.read(name, most=_MOST_CLASS))
            except EntryError:
                continue
