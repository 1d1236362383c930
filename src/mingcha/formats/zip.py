"""The zip container as Android reads it (AOSP system/libziparchive/zip_archive.cc), bounded, and tolerant beyond it.

Where this reader goes on although Android would refuse the file, the difference is recorded as an anomaly. It takes
the central directory's method and sizes (libziparchive FindEntry fills them from there); it ignores flags, so an
"encrypted" bit on plain data hides nothing; it reads a method that is neither stored nor deflated as stored with the
uncompressed size (androidfw maps every entry that is not deflated); of entries with the same name it takes the first,
the one that libziparchive's hash table found before it began to refuse duplicates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import deflate

from mingcha.formats.anomalies import Anomalies, Anomaly
from mingcha.formats.errors import BadPackageError, EntryError
from mingcha.formats.inflate import Buffer, InflateError, inflate, inflate_prefix
from mingcha.formats.zip_directory import CENTRAL, CENTRAL_SIGNATURE, LOCAL, LOCAL_SIGNATURE, Directory, find_directory
from mingcha.formats.zip_fields import read_name, zip64_sizes

if TYPE_CHECKING:
    import mmap

STORED = 0
DEFLATED = 8
_AES = 99
_ENCRYPTED = 1
_HAS_DESCRIPTOR = 8
# The header that traditional zip encryption puts before the data (APPNOTE.TXT 6.1.3).
_CIPHER_HEADER = 12
_MAX32 = 0xFFFFFFFF
# What Android itself opens to install and start an app; read even where another entry's claim overlaps it.
_ESSENTIAL = re.compile(r"AndroidManifest\.xml|resources\.arsc|classes\d*\.dex")

MIB = 1 << 20
_MOST_KEPT = 32 * MIB
GIB = 1 << 30


class Limits(NamedTuple):
    """Bounds checked before anything is unpacked; sizes in bytes; `ratio` counts only above `ratio_floor`."""

    package: int = 4 * GIB
    entries: int = 200_000
    entry: int = GIB
    total: int = 8 * GIB
    ratio: int = 200
    ratio_floor: int = 64 * MIB


class Entry(NamedTuple):
    """One file, by the central directory; offsets count from the file's first byte; `data_offset` -1 is unknown."""

    name: str
    method: int
    flags: int
    crc: int
    compressed_size: int
    size: int
    header_offset: int
    data_offset: int


class Archive:
    """An opened zip: `entries` by name in central-directory order, `central_offset` and `eocd_offset` in bytes.

    BadPackageError when there is no usable central directory or a limit of the whole package is broken.
    """

    def __init__(self, data: bytes | bytearray | memoryview | mmap.mmap, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.view = memoryview(data)
        self._noted = Anomalies()
        self._unpacked = 0
        self._kept: dict[str, Buffer] = {}
        self._room = _MOST_KEPT
        if len(self.view) > self.limits.package:
            raise BadPackageError("too-large", "安装包超过 4 GiB 的上限", "the package is larger than the limit of 4 GiB")
        directory = find_directory(self.view, self._noted)
        self.central_offset = directory.offset
        self.eocd_offset = directory.end_offset
        self.entries: dict[str, Entry] = {}
        self._read_directory(directory)
        if not self.entries:
            raise BadPackageError("no-entries", "压缩包内没有任何文件", "the archive holds no files")
        self._check_total()
        self._overlapping = self._find_overlaps()

    @property
    def anomalies(self) -> list[Anomaly]:
        """Return what is odd so far as (code, where, zh, en); reading entries can add to it."""
        return self._noted.listed()

    def read(self, name: str, cap: int | None = None, *, most: int | None = None) -> bytes:
        """Return an entry's content, or its first `cap` bytes.

        EntryError if it is absent, refused, damaged, encrypted, or larger than `most` bytes, whatever size it declares.
        """
        if cap is not None:
            return self._prefix(self._find(name), cap)
        return bytes(self.unpack(name, most=most))

    def unpack(self, name: str, *, most: int | None = None, keep: bool = False) -> Buffer:
        """Return an entry's content as `read` does, but not copied: a stored one is a view of the file.

        With `keep` it is remembered for those who unpack it again, up to 32 MiB in all.
        """
        kept = self._kept.get(name)
        if kept is not None and (most is None or len(kept) <= most):
            return kept
        entry = self._find(name)
        bound = self.limits.entry if most is None else min(most, self.limits.entry)
        self._refuse(entry, bound)
        content = self._content(entry, bound)
        self._unpacked += len(content)
        if self._unpacked > self.limits.total:
            raise EntryError("total-limit", name, "解压总量超过上限", "the limit of unpacked bytes is reached")
        if len(content) != entry.size:
            self._noted.add("zip-size", name, "解压后的大小与声明不符", "its unpacked size is not the declared one")
        if deflate.crc32(content) != entry.crc:
            self._noted.add("zip-crc", name, "CRC 校验不符", "its CRC does not match")
        if keep and entry.method == DEFLATED and len(content) <= self._room:
            self._room -= len(content)
            self._kept[name] = content
        return content

    def _find(self, name: str) -> Entry:
        entry = self.entries.get(name)
        if entry is None:
            raise EntryError("entry-absent", name, "压缩包内没有该文件", "no such entry")
        if entry.data_offset < 0:
            raise EntryError(
                "entry-lost",
                name,
                "本地文件头无效，无法定位数据",
                "its local header is invalid; the data cannot be found",
            )
        return entry

    def keep(self, name: str, content: Buffer) -> None:
        """Remember what `unpack` gave for an entry, for those who unpack it again."""
        self._kept[name] = content

    def encrypted(self, name: str) -> bool:
        """Tell whether an entry is really encrypted, not just flagged; a flagged entry that cannot be read counts."""
        entry = self.entries[name]
        if not entry.flags & _ENCRYPTED:
            return False
        if entry.method == _AES:
            return True
        if entry.method != DEFLATED:
            return entry.compressed_size == entry.size + _CIPHER_HEADER
        data = self._compressed(entry)
        if entry.size > self._most_of(data, self.limits.entry):
            return True
        try:
            return deflate.crc32(inflate(data, entry.size, entry.size)) != entry.crc
        except InflateError:
            return True

    def raw(self, entry: Entry) -> memoryview:
        """Return an entry's bytes as they stand in the file, cut off where the central directory begins."""
        return self._compressed(entry) if entry.method == DEFLATED else self._stored(entry)

    def _compressed(self, entry: Entry) -> memoryview:
        return self.view[entry.data_offset : min(entry.data_offset + entry.compressed_size, self.central_offset)]

    def _stored(self, entry: Entry) -> memoryview:
        return self.view[entry.data_offset : min(entry.data_offset + entry.size, self.central_offset)]

    def _prefix(self, entry: Entry, cap: int) -> bytes:
        if entry.method == DEFLATED:
            return inflate_prefix(self._compressed(entry), min(cap, self.limits.ratio_floor))
        return bytes(self._stored(entry)[:cap])

    def _most_of(self, data: memoryview, bound: int) -> int:
        """Return how many bytes a compressed entry may give."""
        return min(bound, max(self.limits.ratio_floor, self.limits.ratio * len(data)))

    def _refuse(self, entry: Entry, bound: int) -> None:
        name = entry.name
        if entry.size > bound:
            raise EntryError("entry-limit", name, "解压后超过单文件上限", "unpacked, it is larger than the limit for one entry")
        if self._is_bomb(entry):
            raise EntryError("entry-ratio", name, "压缩比异常，疑似压缩炸弹", "its compression ratio is that of a zip bomb")
        if name in self._overlapping and not _ESSENTIAL.fullmatch(name):
            raise EntryError("entry-overlap", name, "与其他文件的数据重叠", "its data overlap another entry's")

    def _is_bomb(self, entry: Entry) -> bool:
        return (
            entry.method == DEFLATED
            and entry.size > self.limits.ratio_floor
            and entry.size > self.limits.ratio * max(1, entry.compressed_size)
        )

    def _content(self, entry: Entry, bound: int) -> Buffer:
        if entry.method != DEFLATED:
            return self._stored(entry)
        data = self._compressed(entry)
        try:
            return inflate(data, entry.size, self._most_of(data, bound))
        except InflateError as error:
            if error.too_long:
                raise EntryError("entry-ratio", entry.name, "实际解压大小超过上限", "it unpacks to more than the limit allows") from error
            if entry.flags & _ENCRYPTED:
                raise EntryError("entry-encrypted", entry.name, "文件已加密", "it is encrypted") from error
            raise EntryError("entry-damaged", entry.name, "压缩数据损坏", "its compressed data are damaged") from error

    def _read_directory(self, directory: Directory) -> None:
        if directory.records > self.limits.entries:
            raise BadPackageError("too-many-entries", "压缩包内文件数超过上限", "the archive holds more entries than the limit")
        central = bytes(self.view[directory.offset : directory.limit])
        at = 0
        for number in range(directory.records):
            if at + CENTRAL.size > len(central) or central[at : at + 4] != CENTRAL_SIGNATURE:
                self._noted.add(
                    "zip-directory-short",
                    "",
                    f"中央目录声明 {directory.records} 项，实际只有 {number} 项，安卓系统会拒绝",
                    f"the central directory says {directory.records} entries and has {number}; Android refuses it",
                )
                return
            at = self._read_record(central, at, directory.shift)
        if central[at : at + 4] == CENTRAL_SIGNATURE:
            self._noted.add(
                "zip-directory-more",
                "",
                "中央目录声明的数目之外还有文件项，安卓系统不读取",
                "the central directory has records beyond the declared number; Android does not read them",
            )

    def _read_record(self, central: bytes, at: int, shift: int) -> int:
        _, flags, method, crc, packed, size, name_length, extra_length, comment_length, offset = CENTRAL.unpack_from(central, at)
        name_at = at + CENTRAL.size
        extra_at = name_at + name_length
        raw_name = central[name_at:extra_at]
        name = read_name(raw_name, self._noted)
        if _MAX32 in (packed, size, offset):
            size, packed, offset = zip64_sizes(central[extra_at : extra_at + extra_length], size, packed, offset)
        offset += shift
        if name in self.entries:
            self._noted.add("zip-duplicate", name, "存在同名文件，取第一个", "the name occurs more than once; the first is taken")
        else:
            data_offset = self._check_local(name, raw_name, offset, (crc, packed, size))
            entry = Entry(name, method, flags, crc, packed, size, offset, data_offset)
            if method not in (STORED, DEFLATED) or flags & _ENCRYPTED or data_offset + packed > self.central_offset:
                self._note_entry(entry)
            self.entries[name] = entry
        return int(extra_at + extra_length + comment_length)

    def _check_local(self, name: str, raw_name: bytes, offset: int, declared: tuple[int, int, int]) -> int:
        """Return where the data start, or -1; record what differs from the central directory."""
        if offset + LOCAL.size > self.central_offset:
            self._noted.add("zip-local", name, "本地文件头位置越界", "its local header is out of bounds")
            return -1
        signature, flags, _, crc, packed, size, name_length, extra_length = LOCAL.unpack_from(self.view, offset)
        name_at = offset + LOCAL.size
        data_offset: int = name_at + name_length + extra_length
        if signature != LOCAL_SIGNATURE or data_offset > self.central_offset:
            self._noted.add("zip-local", name, "本地文件头无效", "its local header is invalid")
            return -1
        if self.view[name_at : name_at + name_length] != raw_name:
            self._noted.add("zip-local-name", name, "本地文件头中的文件名不同", "its local header has another name")
        if not flags & _HAS_DESCRIPTOR and (crc, packed, size) != declared and _MAX32 not in (packed, size):
            self._noted.add(
                "zip-local-sizes",
                name,
                "本地文件头与中央目录的大小或校验值不一致",
                "its local header and the central directory differ",
            )
        return data_offset

    def _note_entry(self, entry: Entry) -> None:
        if entry.method not in (STORED, DEFLATED):
            self._noted.add(
                "zip-method",
                entry.name,
                f"压缩方法 {entry.method} 不存在于安卓系统，按未压缩读取",
                f"compression method {entry.method} is unknown to Android; read as stored",
            )
        if entry.flags & _ENCRYPTED:
            self._noted.add("zip-encrypted-flag", entry.name, "带有加密标志", "it is flagged as encrypted")
        if entry.data_offset + entry.compressed_size > self.central_offset:
            self._noted.add("zip-overrun", entry.name, "声明的压缩大小越界", "its declared compressed size runs out of bounds")

    def _check_total(self) -> None:
        limits = self.limits
        total = 0
        for entry in self.entries.values():
            if entry.size > limits.entry:
                self._noted.add(
                    "entry-limit",
                    entry.name,
                    "声明的大小超过单文件上限，未读取",
                    "larger than the limit for one entry; not read",
                )
            elif self._is_bomb(entry):
                self._noted.add("entry-ratio", entry.name, "压缩比异常，未读取", "the compression ratio of a zip bomb; not read")
            else:
                total += entry.size
        if total > limits.total:
            raise BadPackageError("total-limit", "解压后的总大小超过上限", "unpacked, the package is larger than the limit")

    def _find_overlaps(self) -> frozenset[str]:
        placed = sorted(
            (
                entry.header_offset,
                entry.data_offset + (entry.size if entry.method == STORED else entry.compressed_size),
                name,
            )
            for name, entry in self.entries.items()
            if entry.data_offset >= 0
        )
        found: set[str] = set()
        reach, holder = 0, ""
        for start, end, name in placed:
            if start < reach:
                found.update((name, holder))
            if end > reach:
                reach, holder = end, name
        for name in sorted(found):
            self._noted.add("zip-overlap", name, "与其他文件的数据重叠", "its data overlap another entry's")
        return frozenset(found)
