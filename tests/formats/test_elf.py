"""Native libraries are read as the loader reads them; readelf is the oracle."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import zipfile

import pytest

from mingcha.formats import elf
from mingcha.formats.errors import EntryError

STRINGS = b"\0liblog.so\0libc.so\0libx.so\0Java_cn_x_Y_run\0JNI_OnLoad\0hidden\0malloc\0value\0"


def at(word: str) -> int:
    return STRINGS.index(b"\0" + word.encode() + b"\0") + 1


# (name, bind << 4 | type, section): only defined global or weak functions are exported.
SYMBOLS = [
    ("Java_cn_x_Y_run", 0x12, 7),
    ("JNI_OnLoad", 0x22, 7),
    ("hidden", 0x02, 7),
    ("malloc", 0x12, 0),
    ("value", 0x11, 7),
]


def library(*, wide: bool = True, big: bool = False, gnu_hash: bool = False, machine: int = 183) -> bytes:
    """Return a library without section headers, its one segment mapped 0x1000 above its place in the file."""
    order = ">" if big else "<"
    header, program = (64, 56) if wide else (52, 32)
    strings_at = header + 2 * program
    symbols_at = strings_at + len(STRINGS)
    symbols = bytes(24 if wide else 16)
    for name, info, section in SYMBOLS:
        if wide:
            symbols += struct.pack(order + "LBBHQQ", at(name), info, 0, section, 0, 0)
        else:
            symbols += struct.pack(order + "LLLBBH", at(name), 0, 0, info, 0, section)
    hash_at = symbols_at + len(symbols)
    if gnu_hash:
        chain = [0, 2, 4, 6, 1]
        table = struct.pack(order + "LLLL", 1, 1, 1, 0) + bytes(8 if wide else 4)
        table += struct.pack(order + "L5L", 1, *chain)
    else:
        table = struct.pack(order + "LL", 1, 1 + len(SYMBOLS))
    dynamic_at = hash_at + len(table)
    mapped = 0x1000
    entries = [
        (1, at("liblog.so")),
        (1, at("libc.so")),
        (14, at("libx.so")),
        (5, strings_at + mapped),
        (10, len(STRINGS)),
        (6, symbols_at + mapped),
        (0x6FFFFEF5 if gnu_hash else 4, hash_at + mapped),
        (0, 0),
    ]
    dynamic = b"".join(struct.pack(order + ("qQ" if wide else "lL"), *entry) for entry in entries)
    end = dynamic_at + len(dynamic)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 2 if big else 1, 1]) + bytes(9)
    if wide:
        head = ident + struct.pack(order + "HHLQQQLHHHHHH", 3, machine, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0)
        segments = struct.pack(order + "LLQQQQQQ", 1, 5, 0, mapped, 0, end, end, 0)
        segments += struct.pack(order + "LLQQQQQQ", 2, 6, dynamic_at, dynamic_at + mapped, 0, len(dynamic), 0, 0)
    else:
        head = ident + struct.pack(order + "HHLLLLLHHHHHH", 3, machine, 1, 0, 52, 0, 0, 52, 32, 2, 0, 0, 0)
        segments = struct.pack(order + "8L", 1, 0, mapped, 0, end, end, 5, 0)
        segments += struct.pack(order + "8L", 2, dynamic_at, dynamic_at + mapped, 0, len(dynamic), 0, 6, 0)
    return head + segments + STRINGS + symbols + table + dynamic


@pytest.mark.parametrize("gnu_hash", [False, True])
@pytest.mark.parametrize(
    ("wide", "big", "number", "machine"),
    [(True, False, 183, "arm64"), (False, False, 40, "arm"), (False, True, 8, "mips"), (True, False, 0x1234, "0x1234")],
)
def test_headers_needed_libraries_and_exports(wide: bool, big: bool, number: int, machine: str, gnu_hash: bool) -> None:
    found = elf.read(library(wide=wide, big=big, gnu_hash=gnu_hash, machine=number))
    assert found == elf.Elf(
        bits=64 if wide else 32,
        machine=machine,
        soname="libx.so",
        needed=("liblog.so", "libc.so"),
        functions=("JNI_OnLoad", "Java_cn_x_Y_run"),
    )
    assert found.java_methods == ("Java_cn_x_Y_run",)


def test_a_file_without_dynamic_section_exports_nothing() -> None:
    data = bytearray(library())
    data[56:58] = (1).to_bytes(2, "little")
    assert elf.read(bytes(data)) == elf.Elf(64, "arm64", None, (), ())


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"\x7fELF\x03\x01" + bytes(60), b"Hello" * 20, library()[:63]])
def test_what_is_no_library_is_an_error(data: bytes) -> None:
    with pytest.raises(EntryError) as caught:
        elf.read(data, "lib/x86/libx.so")
    assert (caught.value.code, caught.value.name) == ("elf-damaged", "lib/x86/libx.so")


def test_tables_out_of_bounds_are_an_error() -> None:
    data = library()
    broken = data.replace(struct.pack("<qQ", 6, 64 + 2 * 56 + len(STRINGS) + 0x1000), struct.pack("<qQ", 6, 1 << 63))
    assert broken != data
    with pytest.raises(EntryError):
        elf.read(broken)


def test_damaged_libraries_give_a_result_or_an_error() -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable damage, not secrets
    outcomes = {"read": 0, "refused": 0}
    for data in (library(), library(wide=False, gnu_hash=True)):
        for _ in range(1500):
            mutant = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                mutant[chance.randrange(len(mutant))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
            try:
                elf.read(bytes(mutant))
            except EntryError:
                outcomes["refused"] += 1
            else:
                outcomes["read"] += 1
    assert sum(outcomes.values()) == 3000
    assert min(outcomes.values()) > 300


def test_strings_are_runs_of_printable_characters() -> None:
    data = b"\0https://x.cn/a\0short\0\xff012345\n" + b"y" * 5000
    assert list(elf.strings(data)) == ["https://x.cn/a", "012345", "y" * 4096, "y" * 904]
    assert list(elf.strings(memoryview(b"\x01abcdef\x02"))) == ["abcdef"]


@pytest.mark.corpus
def test_real_libraries_are_read_as_readelf_reads_them(corpus, tmp_path) -> None:
    if not shutil.which("readelf"):
        pytest.skip("needs binutils")
    differing = set()
    compared = 0
    for path in sorted(corpus.glob("apks/[cim]*/*.apk")):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if not name.endswith(".so"):
                    continue
                data = package.read(name)
                file = tmp_path / "lib.so"
                file.write_bytes(data)
                compared += 1
                if readelf(file) != (elf.read(data, name).needed, set(elf.read(data, name).functions)):
                    differing.add(name.rpartition("/")[2])
    assert compared >= 20
    # Shells of a packer: their section headers, which readelf believes, are false; the loader never looks at them.
    assert all(name.startswith("libshell") for name in differing), differing


def readelf(file) -> tuple[tuple[str, ...], set[str]]:
    run = subprocess.run(["readelf", "-W", "-d", "--dyn-syms", file], capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    needed = tuple(line.split("[")[1].rstrip("]") for line in lines if "(NEEDED)" in line)
    rows = [line.split() for line in lines]
    functions = {
        row[7].partition("@")[0]
        for row in rows
        if len(row) >= 8 and row[3] in ("FUNC", "IFUNC") and row[4] in ("GLOBAL", "WEAK") and row[6] != "UND"
    }
    return needed, functions
