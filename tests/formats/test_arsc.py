from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.formats.build import build_table, chunk, config, package_chunk, type_chunk

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.arsc import ResourceTable
from mingcha.formats.res_config import Config
from mingcha.formats.res_value import Value
from mingcha.formats.zip import Archive

STRINGS = ["default", "中文", "english", "繁體", "https://a.example/x"]
TEXT, REFERENCE, INT = 3, 1, 0x10


def table(*chunks: bytes, strings: list[str] = STRINGS, number: int = 0x7F, utf8: bool = True) -> ResourceTable:
    types, keys = ["attr", "string", "bool"], ["app_name", "alias"]
    return ResourceTable(build_table(strings, package_chunk(number, "com.x", types, keys, *chunks), utf8=utf8))


@pytest.mark.parametrize("style", ["plain", "sparse", "offset16", "compact"])
@pytest.mark.parametrize("utf8", [True, False])
def test_entries_of_every_layout(style, utf8):
    found = table(type_chunk(2, config(), {0: (0, TEXT, 0), 9: (1, TEXT, 4)}, style), utf8=utf8)
    assert (found.text(0x7F020000), found.text(0x7F020009)) == (STRINGS[0], STRINGS[4])
    assert [found.text(0x7F020000 + n) for n in (1, 5, 8, 10, 999)] == [None] * 5
    assert (found.entry_name(0x7F020000), found.entry_name(0x7F020009)) == ("string/app_name", "string/alias")
    assert found.entry_name(0x7F020001) is None
    assert list(found.strings()) == STRINGS


LANGUAGES = (
    type_chunk(2, config(), {0: (0, TEXT, 0)}),
    type_chunk(2, config("en"), {0: (0, TEXT, 2)}),
    type_chunk(2, config("zh", "TW"), {0: (0, TEXT, 3)}),
    type_chunk(2, config("zh", "CN"), {0: (0, TEXT, 1)}),
)


@pytest.mark.parametrize(
    ("chunks", "language", "text"),
    [
        (LANGUAGES, "zh", "中文"),
        (LANGUAGES, "en", "english"),
        (LANGUAGES, "fr", "default"),
        (LANGUAGES[:3], "zh", "default"),
        (LANGUAGES[1:3], "zh", "繁體"),
        (LANGUAGES[1:2], "zh", "english"),
    ],
)
def test_language(chunks, language, text):
    assert table(*chunks).text(0x7F020000, language) == text


def test_every_configuration_can_be_had():
    assert table(*LANGUAGES[:2]).resolve(0x7F020000) == [
        (Config(), Value(TEXT, 0, "default")),
        (Config("en"), Value(TEXT, 2, "english")),
    ]


def test_references_are_followed_and_rings_end():
    entries = {
        0: (0, REFERENCE, 0x7F020001),
        1: (1, TEXT, 1),
        2: (0, REFERENCE, 0x7F020002),
        3: (0, REFERENCE, 0x01040000),
    }
    found = table(type_chunk(2, config(), entries))
    assert found.text(0x7F020000) == "中文"
    assert found.text(0x7F020002) is None
    assert found.value(0x7F020003) == Value(REFERENCE, 0x01040000)
    assert found.text(0x7F020003) is None


def test_long_chain_of_references_is_given_up():
    found = table(type_chunk(2, config(), {n: (0, REFERENCE, 0x7F020001 + n) for n in range(50)}))
    assert found.value(0x7F020000) == Value(REFERENCE, 0x7F020000 + 20)


def test_several_packages_and_shared_libraries():
    one = package_chunk(0x7F, "com.x", ["string"], ["a"], type_chunk(1, config(), {0: (0, TEXT, 0)}))
    two = package_chunk(0x80, "com.y", ["string"], ["b"], type_chunk(1, config(), {0: (0, TEXT, 1)}))
    found = ResourceTable(build_table(STRINGS, one, two))
    assert found.packages == {0x7F: "com.x", 0x80: "com.y"}
    assert (found.text(0x7F010000), found.text(0x80010000), found.entry_name(0x80010000)) == (
        "default",
        "中文",
        "string/b",
    )
    assert found.text(0x00010000) == "default"


def test_newest_version_of_a_value_is_taken():
    found = table(
        type_chunk(3, config(), {0: (0, 0x12, 0)}),
        type_chunk(3, config(sdk=19), {0: (0, 0x12, 0xFFFFFFFF)}),
        type_chunk(3, config(density=480), {0: (0, 0x12, 0)}),
    )
    assert found.text(0x7F030000) == "true"


def test_bags_have_no_single_value():
    bag = type_chunk(2, config(), {0: (0, TEXT, 0)}).replace(b"\x08\0\0\0\0\0\0\0\x08", b"\x10\0\x01\0\0\0\0\0\x08")
    found = table(bag)
    assert found.text(0x7F020000) is None
    assert found.entry_name(0x7F020000) == "string/app_name"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "arsc-empty"),
        (b"<html>" * 9, "arsc-type"),
        (chunk(2, b"\x01\0\0\0", chunk(0x200, b"short")), "arsc-package"),
        (chunk(2, b"\x01\0\0\0", b"\x01\0\x08\0\xff\xff\xff\x7f"), "arsc-chunk"),
        (build_table(STRINGS)[:-8], "arsc-size"),
    ],
)
def test_broken_tables_give_nothing(data, code):
    anomalies = Anomalies()
    found = ResourceTable(data, "resources.arsc", anomalies)
    assert code in anomalies.codes()
    assert found.text(0x7F020000) is None
    assert found.entry_name(0x7F020000) is None


FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")


@pytest.mark.debian
def test_framework_resources_equal_aapt():
    if not FRAMEWORK.is_file():
        pytest.skip("Debian's android-framework-res is absent")
    found = ResourceTable(Archive(FRAMEWORK.read_bytes()).read("resources.arsc"))
    out = subprocess.run(["aapt", "dump", "resources", str(FRAMEWORK)], check=True, capture_output=True).stdout.decode()
    names = dict(re.findall(r"spec resource 0x(01[0-9a-f]{6}) android:(\S+):", out))
    assert len(names) > 5000
    for number, name in names.items():
        assert found.entry_name(int(number, 16)) in (name, None), number
    named = sum(found.entry_name(int(number, 16)) is not None for number in names)
    assert named / len(names) > 0.99  # the rest are specs without an entry in any configuration
