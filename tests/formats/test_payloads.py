from __future__ import annotations

import gzip
import hashlib

import pytest
from tests.formats.build import Part, build_zip

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.payloads import Asset, Payloads
from mingcha.formats.zip import Archive

DEX = b"dex\n035\0" + b"\x11" * 200
RANDOM = b"".join(hashlib.sha256(bytes([a, b])).digest() for a in range(4) for b in range(256))


def scan(*parts: Part, skipped: tuple[str, ...] = (), anomalies: Anomalies | None = None) -> Payloads:
    return Payloads(Archive(build_zip(*parts)), skipped, anomalies or Anomalies())


@pytest.mark.parametrize("method", [0, 8])
def test_dex_in_a_jar_in_assets_is_found(method):
    jar = build_zip(Part("classes.dex", DEX), Part("META-INF/MANIFEST.MF", b"x"))
    found = scan(Part("assets/bdxadsdk.jar", jar, method=method), Part("classes.dex", DEX), skipped=("classes.dex",))
    assert found.assets == [
        Asset("assets/bdxadsdk.jar", "jar", len(jar)),
        Asset("assets/bdxadsdk.jar!classes.dex", "dex", len(DEX)),
    ]
    assert found.hidden_dexes == [("assets/bdxadsdk.jar!classes.dex", DEX)]


def test_names_do_not_hide_what_a_file_is():
    found = scan(Part("res/drawable/logo.png", DEX), Part("lib/arm64-v8a/libx.so", DEX), Part("assets/cid", b"\x7fELF\x02"))
    assert [(asset.path, asset.kind) for asset in found.assets] == [
        ("res/drawable/logo.png", "dex"),
        ("lib/arm64-v8a/libx.so", "dex"),
        ("assets/cid", "elf"),
    ]
    assert [path for path, _ in found.hidden_dexes] == ["res/drawable/logo.png", "lib/arm64-v8a/libx.so"]


def test_ordinary_files_give_no_rows():
    found = scan(
        Part("lib/arm64-v8a/libx.so", b"\x7fELF\x02"),
        Part("res/layout/a.xml", b"\x03\0\x08\0"),
        Part("META-INF/versions/9/module-info.class", b"\xca\xfe\xba\xbe"),
        Part("assets/readme.txt", b"text"),
        Part("assets/data.bin", b"\0" * 99_999),
        Part("assets/pic.png", b"\x89PNG\r\n\x1a\n"),
        Part("assets/", method=0),
    )
    assert (found.assets, found.hidden_dexes) == ([], [])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("assets/apps/__UNI__ABC/www/app-service.js", "uni-app"),
        ("assets/flutter_assets/AssetManifest.json", "flutter"),
        ("assets/www/cordova_plugins.js", "cordova"),
        ("assets/capacitor.config.json", "capacitor"),
        ("assets/index.android.bundle", "react-native"),
        ("res/raw/main.jsbundle", "react-native"),
        ("assets/bin/Data/globalgamemanagers", "unity"),
        ("assets/widget/config.xml", "apicloud"),
        ("assets/js/a.js", "javascript"),
        ("assets/src/a.lua", "lua"),
    ],
)
def test_technologies_by_place(name, kind):
    assert scan(Part(name, b"something")).assets == [Asset(name, kind, 9)]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("assets/index.android.bundle", b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f" + bytes(8), "hermes"),
        ("assets/bin/Data/Managed/Metadata/global-metadata.dat", b"\xaf\x1b\xb1\xfa" + bytes(8), "unity-metadata"),
        ("assets/a.luac", b"\x1bLua" + bytes(8), "lua-bytecode"),
        ("assets/x.7z", b"7z\xbc\xaf'\x1c" + bytes(8), "7z"),
        ("assets/plugin.jar", RANDOM, "opaque"),
        ("assets/yaq3_0.sec", RANDOM, "opaque"),
        ("assets/0OO00l111l1l", RANDOM, "opaque"),
    ],
)
def test_kinds_by_content(name, data, kind):
    assert scan(Part(name, data)).assets == [Asset(name, kind, len(data))]


def test_dex_in_gzip_is_found():
    found = scan(Part("assets/a.gz", gzip.compress(DEX)), Part("assets/b.gz", gzip.compress(b"text")))
    assert [asset.path for asset in found.assets] == ["assets/a.gz", "assets/a.gz!", "assets/b.gz"]
    assert found.hidden_dexes == [("assets/a.gz!", DEX)]


def test_nesting_ends_at_depth_four():
    data = build_zip(Part("classes.dex", DEX))
    for _ in range(5):
        data = build_zip(Part("inner.zip", data))
    anomalies = Anomalies()
    found = scan(Part("a.zip", data), anomalies=anomalies)
    assert found.assets[-1].path == "a.zip!inner.zip!inner.zip!inner.zip"
    assert found.hidden_dexes == []
    assert anomalies.codes() == {"payload-depth"}


def test_a_zip_that_holds_itself_ends():
    # A quine cannot be built in place; the same bytes in many branches show that depth and budget bound the work.
    data = build_zip(Part("x", b"x"))
    for _ in range(4):
        data = build_zip(*(Part(f"{n}.zip", data) for n in range(8)))
    anomalies = Anomalies()
    found = scan(Part("a.zip", data), anomalies=anomalies)
    assert len(found.assets) == 1 + 8 + 64 + 512
    assert anomalies.codes() == {"payload-depth"}


def test_damaged_and_encrypted_archives_are_recorded():
    anomalies = Anomalies()
    encrypted = build_zip(Part("a", b"x" * 40, method=0, raw=b"y" * 52, central={"flags": 1}))
    found = scan(Part("assets/cut.zip", build_zip(Part("a", b"x"))[:40]), Part("assets/e.zip", encrypted), anomalies=anomalies)
    assert [(asset.path, asset.kind) for asset in found.assets] == [("assets/cut.zip", "zip"), ("assets/e.zip", "zip")]
    assert anomalies.codes() == {"payload-unreadable", "payload-encrypted"}


def test_damaged_dex_keeps_its_row():
    anomalies = Anomalies()
    whole = build_zip(Part("assets/a.dex", DEX + RANDOM))
    part = Part("assets/a.dex", DEX + RANDOM, raw=whole[42:3000])
    found = scan(part, anomalies=anomalies)
    assert [asset.kind for asset in found.assets] == ["dex"]
    assert (found.hidden_dexes, anomalies.codes()) == ([], {"entry-damaged"})


def test_too_many_hidden_dexes_are_left_out():
    anomalies = Anomalies()
    found = scan(*(Part(f"assets/{n}.dex", DEX) for n in range(70)), anomalies=anomalies)
    assert (len(found.assets), len(found.hidden_dexes)) == (70, 64)
    assert anomalies.codes() == {"payload-budget"}
