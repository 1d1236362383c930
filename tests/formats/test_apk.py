from __future__ import annotations

import mmap
import random
from collections import Counter

import pytest
from tests.formats.build import Part, build_table, build_xml, build_zip, config, node, package_chunk, type_chunk

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.apk import NativeLib, open_apk
from mingcha.formats.errors import BadPackageError
from mingcha.formats.manifest_attributes import IDS
from mingcha.formats.urls import urls_of

DEX = b"dex\n035\0" + bytes(200)
MANIFEST = build_xml(node("manifest", {"package": "com.x"}, node("application", {"label": ("ref", 0x7F010000)})), IDS)
TABLE = build_table(["名称"], package_chunk(0x7F, "com.x", ["string"], ["n"], type_chunk(1, config(), {0: (0, 3, 0)})))


def codes(apk):
    return [code for code, *_ in apk.limits]


def test_a_whole_package():
    apk = open_apk(
        build_zip(
            Part("AndroidManifest.xml", MANIFEST),
            Part("resources.arsc", TABLE, method=0),
            Part("classes2.dex", DEX + b"2"),
            Part("classes.dex", DEX + b"1"),
            Part("lib/arm64-v8a/libb.so", b"\x7fELF"),
            Part("lib/arm64-v8a/liba.so", b"\x7fELF\0"),
            Part("lib/x86/readme.txt", b"text"),
            Part("META-INF/MANIFEST.MF", b"m"),
            Part("META-INF/CERT.SF", b"s"),
            Part("META-INF/CERT.RSA", b"r"),
            Part("META-INF/services/x", b"x"),
            Part("assets/plugin.dex", DEX),
        )
    )
    assert apk.manifest.label == "名称"
    assert apk.dex_entries == ("classes.dex", "classes2.dex")
    assert apk.dexes == [("classes.dex", DEX + b"1"), ("classes2.dex", DEX + b"2")]
    assert apk.dex_bytes == 2 * len(DEX) + 2
    assert apk.native_libs == (
        NativeLib("liba.so", "arm64-v8a", "lib/arm64-v8a/liba.so", 5),
        NativeLib("libb.so", "arm64-v8a", "lib/arm64-v8a/libb.so", 4),
    )
    assert apk.signature_files == ("META-INF/CERT.RSA", "META-INF/CERT.SF", "META-INF/MANIFEST.MF")
    assert apk.hidden_dexes == [("assets/plugin.dex", DEX)]
    assert apk.limits == []


def test_dex_numbers_with_a_gap_are_hidden_code():
    apk = open_apk(
        build_zip(
            Part("AndroidManifest.xml", MANIFEST),
            Part("classes.dex", DEX),
            Part("classes3.dex", DEX + b"3"),
            Part("classes0.dex", DEX + b"0"),
        )
    )
    assert apk.dex_entries == ("classes.dex",)
    assert apk.hidden_dexes == [("classes3.dex", DEX + b"3"), ("classes0.dex", DEX + b"0")]
    assert codes(apk) == ["dex-gap", "dex-gap"]


def test_what_cannot_be_read_becomes_a_limit():
    bad = b"\xff" * 50
    apk = open_apk(
        build_zip(
            Part("AndroidManifest.xml", MANIFEST, raw=bad),
            Part("resources.arsc", TABLE, raw=bad),
            Part("classes.dex", DEX, raw=bad),
            Part("classes2.dex", DEX),
        )
    )
    assert (apk.manifest, apk.table) == (None, None)
    assert apk.dexes == [("classes2.dex", DEX)]
    assert apk.dex_entries == ("classes.dex", "classes2.dex")
    assert {where for code, where, *_ in apk.limits if code == "entry-damaged"} == {
        "AndroidManifest.xml",
        "resources.arsc",
        "classes.dex",
    }


def test_code_without_a_manifest_is_opened_with_a_limit():
    apk = open_apk(build_zip(Part("classes.dex", DEX)))
    assert apk.manifest is None
    assert codes(apk) == ["manifest-absent"]


def test_text_manifest_is_a_limit():
    apk = open_apk(build_zip(Part("AndroidManifest.xml", b"<manifest package='com.x'/>"), Part("classes.dex", DEX)))
    assert apk.manifest is None
    assert codes(apk) == ["axml-text"]


def flagged(name, **local):
    return Part(name, MANIFEST, raw=b"\xff" * 300, central={"flags": 1}, local={"flags": 1, **local})


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-file", "0 bytes"),
        (build_zip(), "no-entries", "holds no files"),
        (build_zip(Part("a.txt", b"x")), "no-manifest", "there is no AndroidManifest.xml"),
        (build_zip(flagged("AndroidManifest.xml")), "encrypted", "is encrypted"),
        (build_zip(flagged("a.doc")), "encrypted", "is encrypted"),
        (build_zip(Part("BundleConfig.pb", b"x")), "unsupported", "an Android App Bundle (.aab); not supported yet"),
        (build_zip(Part("Payload/a.app/x", b"x")), "unsupported", "an iOS app (.ipa); not supported yet"),
        (build_zip(Part("[Content_Types].xml", b"x")), "not-an-app", "this is an Office document"),
    ],
)
def test_what_is_no_apk_is_refused_in_one_line(data, code, words):
    with pytest.raises(BadPackageError) as caught:
        open_apk(data)
    assert caught.value.code == code
    assert words in caught.value.en
    assert str(caught.value) == f"{caught.value.zh} / {caught.value.en}"
    assert "\n" not in str(caught.value)


def test_mutants_give_only_own_errors():
    seed = random.Random(20260726)  # noqa: S311  a series that can be repeated, not a secret
    base = build_zip(
        Part("AndroidManifest.xml", MANIFEST, method=0),
        Part("resources.arsc", TABLE, method=0),
        Part("classes.dex", DEX),
        Part("assets/a.jar", build_zip(Part("classes.dex", DEX), Part("b.js", b"https://a.cn")), method=0),
    )
    outcomes = Counter()
    for _ in range(3000):
        data = bytearray(base)
        for _ in range(seed.choice((1, 2, 8, 32))):
            at = seed.randrange(len(data))
            data[at : at + 4] = seed.choice((bytes(4), b"\xff" * 4, b"\xff\xff\xff\x7f", seed.randbytes(1), b""))
        try:
            apk = open_apk(bytes(data))
        except BadPackageError as error:
            outcomes[error.code] += 1
            continue
        assert len(apk.dexes) + len(apk.assets) + len(urls_of(apk, Anomalies())) < 100
        assert all(len(limit) == 4 for limit in apk.limits)
        outcomes["opened"] += 1
    assert outcomes.total() == 3000
    assert outcomes["opened"] > 500


REFUSED = {
    "androguard_androguard_CertChain.apk": "no-manifest",  # holds META-INF only
    "v1-only-empty.apk": "no-manifest",  # as apksig's own test wants it
    "v2-only-empty.apk": "no-entries",
}
# Code that Android does not load by itself, by package; all of them were looked at.
HIDDEN = {
    "103style_HotFixDemo_demo.apk": ["assets/classes2.dex"],
    "Wqymai_MiiAd_app-测服0817.apk": ["assets/gdt_plugin/gdtadv2.jar!classes.dex"],
    "WenPingkk_bugly-tinkerDemo_app-m360-release_legu_signed_zipalign.apk": [
        "lib/armeabi/mix.dex",
        "lib/armeabi/mixz.dex!classes.dex",
    ],
    "jmxiawei_juzinovel_app-release_legu_signed_zipalign.apk": [
        "lib/armeabi/mix.dex",
        "lib/armeabi/mixz.dex!classes.dex",
    ],
    "legolas007_Game2048_app-release_legu_signed_zipalign.apk": [
        "lib/armeabi/mix.dex",
        "lib/armeabi/mixz.dex!classes.dex",
    ],
    "v2-only-truncated-cd.apk": ["classes.de"],  # the directory is cut within the name of classes.dex
}


@pytest.mark.corpus
def test_all_packages_of_the_corpus_open(corpus):
    refused, hidden, count, without = {}, {}, 0, []
    for path in sorted((corpus / "apks").rglob("*.apk")):
        count += 1
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                apk = open_apk(bytes(data))
            except BadPackageError as error:
                refused[path.name] = error.code
                continue
        assert len(apk.dexes) == len(apk.dex_entries)
        if apk.manifest is None:
            without.append(path.name)
        if apk.hidden_dexes:
            hidden[path.name] = [where for where, _ in apk.hidden_dexes]
    assert count == 320
    assert refused == REFUSED
    assert hidden == HIDDEN
    assert without == ["androguard_androguard_multidex.apk"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("folder", "suffix", "words"),
    [
        ("bundles", ".aab", "an Android App Bundle (.aab); not supported yet"),
        ("bundles", ".xapk", "a set of split APKs (.xapk); not supported yet"),
        ("harmony", ".hap", "a HarmonyOS module (.hap / .hsp); not supported yet"),
        ("ios", ".ipa", "an iOS app (.ipa); not supported yet"),
        ("quickapp", ".rpk", "a quick app (.rpk); not supported yet"),
        ("miniprogram", ".wxapkg", "WeChat mini-program package"),
    ],
)
def test_other_formats_of_the_corpus_are_named(corpus, folder, suffix, words):
    paths = sorted(path for path in (corpus / "other" / folder).iterdir() if path.suffix == suffix)
    assert paths
    for path in paths:
        with pytest.raises(BadPackageError) as caught:
            open_apk(path.read_bytes())
        assert caught.value.en.endswith(words)
