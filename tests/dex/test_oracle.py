"""The fast reader equals the slow one: on written, assembled, real and mutated dex files; and androguard's counts."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from dexwriter import Dex, container
from flat import budget_hit, flatten
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.smali import assemble_dex

from mingcha.dex import oracle
from mingcha.dex.program import load

if TYPE_CHECKING:
    from pathlib import Path

SMALI = """
.class public Lcom/x/Main;
.super Landroid/app/Activity;
.implements Ljava/lang/Runnable;
.source "Main.java"
.annotation runtime Lcom/x/Mark;
.end annotation
.field public static final KEY:Ljava/lang/String; = "android_id"
.field public static final LIMIT:I = 0x7f
.field public static final WIDE:J = 0x100000000L
.field public static final FLAG:Z = true
.field public static final TAGS:[Ljava/lang/String;
.method public run()V
    .registers 4
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    .line 12
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lcom/x/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    .line 14
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    sget-object v1, Lcom/x/Main;->KEY:Ljava/lang/String;
    const/4 v1, 0x2
    packed-switch v1, :table
    const/16 v1, 0x3
    const v3, 0x7f0b0012
    const/high16 v3, 0x7f0c0000
    const v3, 0x6f0b0012
    new-array v1, v1, [I
    fill-array-data v1, :data
    sparse-switch v2, :sparse
    instance-of v2, v1, [I
    :end
    return-void
    :table
    .packed-switch 0x1
        :end
        :end
    .end packed-switch
    :sparse
    .sparse-switch
        0x5 -> :end
        0x9 -> :end
    .end sparse-switch
    :data
    .array-data 1
        1t
        2t
        3t
    .end array-data
.end method
.method public native ping(JD[[Lcom/x/Main;)Z
.end method
"""


def same(dexes: list[tuple[str, bytes]]) -> oracle.Tables:
    """Return the tables of both readers after they were found equal."""
    fast, slow = flatten(load(dexes)), oracle.read(dexes)
    slow.malformed = Counter({code: n for code, n in slow.malformed.items() if n})
    for name in oracle.Tables.__slots__:
        assert getattr(fast, name) == getattr(slow, name), name
    return slow


def dexes_of(path: Path) -> list[tuple[str, bytes]]:
    """Return the dex files of an APK, or nothing where zipfile cannot open it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted((n for n in archive.namelist() if n.endswith(".dex")), key=lambda n: (len(n), n))
            return [(name, archive.read(name)) for name in names]
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError):
        return []


def test_one_of_everything(garden: Dex):
    tables = same([("classes.dex", garden.build())])
    assert tables.malformed == {}
    assert [(m[1], c[1], pc, op) for m, c, pc, op in tables.calls] == [
        ("<init>", "<init>", 0, 0x70),
        ("run", "go", 5, 0x71),
        ("run", "boot", 14, 0xFD),
        ("run", "lambda", 14, 0xFC),
        ("run", "far", 17, 0x74),
    ]
    assert [(f[1], v) for f, v in tables.static_values] == [
        ("B", 1),
        ("C", 0xFFFF),
        ("N", 0xFFFFFFFB),
        ("NAME", "hé\U0001f600\0x"),
    ]
    assert tables.class_annotations == {("Lx/A;", "Lx/N;"): 1}
    assert {(m[1], t) for m, t in tables.method_annotations} == {("run", "Lx/N;"), ("run", "Lx/O;")}


def test_several_files_and_a_container(garden: Dex):
    other = Dex()
    other.add("Lx/A;", "Lx/Other;").method("ignored()V", [(0x0E,)])
    other.add("Lx/C;", "Lx/A;")
    tables = same([("classes.dex", garden.build()), ("classes2.dex", other.build()), ("c.dex", container(garden, other))])
    assert tables.classes["Lx/A;"].superclass == "Ljava/lang/Object;"
    assert tables.classes["Lx/C;"].dex == "classes2.dex"
    assert tables.malformed == {"duplicate-class": 1 + 2 + 2}


@pytest.mark.debian
def test_assembled():
    tables = same([("classes.dex", assemble_dex({"Main.smali": SMALI}))])
    assert tables.malformed == {}
    assert [callee[1] for _, callee, _, _ in tables.calls] == ["getSystemService", "getDeviceId"]
    assert [(number, pc) for _, number, pc in tables.resources] == [(0x7F0B0012, 19), (0x7F0C0000, 22)]
    assert dict((f[1], v) for f, v in tables.static_values) == {"KEY": "android_id", "LIMIT": 0x7F, "FLAG": 1}  # noqa: C402 - a dict literal would hide doubles
    assert [(t, op) for _, t, _, op in tables.type_refs] == [
        ("Landroid/telephony/TelephonyManager;", 0x1F),
        ("[I", 0x23),
        ("[I", 0x20),
    ]


@pytest.mark.debian
@pytest.mark.skipif(shutil.which("dexdump") is None, reason="not installed: dexdump (Debian package)")
def test_dexdump_accepts_what_the_writer_writes(garden: Dex, tmp_path: Path):
    path = tmp_path / "a.dex"
    path.write_bytes(garden.build())
    done = subprocess.run(["dexdump", "-d", path], capture_output=True, text=True, check=True, errors="replace")
    assert len(re.findall(r"Class descriptor", done.stdout)) == 2
    assert "invoke-custom {}, call_site@0000" in done.stdout


def test_example_app(example_apk: Path):
    if not example_apk.is_file():
        pytest.skip("the example app is not built")
    assert same(dexes_of(example_apk)).calls


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Return the dex with a few bytes or words changed, now and then cut."""
    out = bytearray(data)
    area = rng.choice([0x70, len(out) * 2 // 5, len(out)])
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at = rng.randrange(8, area)
        kind = rng.randrange(4)
        if kind == 0:
            out[at] = rng.randrange(256)
        elif kind == 1:
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            out[at] = rng.choice([0, 0xFF, 0x7F, 0x80])
        else:
            word = rng.choice([0, 0xFFFFFFFF, 0x7FFFFFFF, len(out), len(out) - 1, 0xFFFF, rng.randrange(len(out))])
            out[at & ~3 : (at & ~3) + 4] = word.to_bytes(4, "little")
    return bytes(out[: rng.randrange(len(out))] if rng.random() < 0.05 else out)


def agree(dexes: list[tuple[str, bytes]]) -> bool:
    """Check that both readers agree; return False, unchecked, where a work budget was hit and reported."""
    program = load(dexes)
    if budget_hit(program):
        return False
    same(dexes)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_mutants(garden: Dex, seed: int):
    rng = random.Random(seed)  # noqa: S311 - repeatable
    data = garden.build()
    compared = sum(agree([("classes.dex", mutate(data, rng))]) for _ in range(400))
    assert compared > 380


def test_mutants_of_a_container(garden: Dex):
    rng = random.Random(41)  # noqa: S311 - repeatable
    data = container(garden, garden)
    compared = sum(agree([("classes.dex", mutate(data, rng))]) for _ in range(300))
    assert compared > 250


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=400), st.integers(0, 0x600))
def test_bytes_over_a_dex(garden: Dex, junk: bytes, at: int):
    data = bytearray(garden.build())
    at %= len(data)
    data[at : at + len(junk)] = junk[: len(data) - at]
    agree([("classes.dex", bytes(data))])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes(junk: bytes):
    same([("a.dex", junk), ("b.dex", b"dex\n035\0" + junk)])


def apks(corpus: Path) -> list[Path]:
    return sorted((corpus / "apks").rglob("*.apk"))


@pytest.mark.corpus
def test_corpus_sample(corpus: Path):
    small = [path for path in apks(corpus)[::9] if path.stat().st_size < 800_000]
    calls = sum(len(same(dexes_of(path)).calls) for path in small)
    assert len(small) > 20
    assert calls > 10_000


@pytest.mark.corpus
@pytest.mark.slow
def test_whole_corpus(corpus: Path):
    assert sum(len(same(dexes_of(path)).calls) for path in apks(corpus)) > 1_000_000


@pytest.mark.corpus
@pytest.mark.slow
def test_mutants_of_real_files(corpus: Path):
    rng = random.Random(7)  # noqa: S311 - repeatable
    seeds = [dexes for path in apks(corpus) if path.stat().st_size < 60_000 and (dexes := dexes_of(path))]
    for _ in range(1500):
        name, data = rng.choice(rng.choice(seeds))
        if len(data) < 200_000:
            agree([(name, mutate(data, rng))])


@pytest.mark.corpus
@pytest.mark.oracle
@pytest.mark.slow
def test_androguard(corpus: Path):
    pytest.importorskip("androguard")
    from androguard.core.analysis.analysis import Analysis  # noqa: PLC0415 - an optional package
    from androguard.core.dex import DEX  # noqa: PLC0415 - an oracle that may be absent
    from loguru import logger  # noqa: PLC0415 - comes with androguard

    logger.remove()
    chosen = [p for p in apks(corpus) if 20_000 < p.stat().st_size < 1_500_000 and dexes_of(p)][::4][:40]
    compared = 0
    for path in chosen:
        dexes = [d for d in dexes_of(path) if "/" not in d[0]]
        if not dexes:
            continue
        analysis, parsed = Analysis(), [DEX(data) for _, data in dexes]
        for dex in parsed:
            analysis.add(dex)
        analysis.create_xref()
        tables = flatten(load(dexes))
        assert tables.strings == {s for dex in parsed for s in dex.get_strings()}, path
        assert set(tables.classes) == {c.get_name() for dex in parsed for c in dex.get_classes()}, path
        assert {key(m) for m in tables.methods} == {key_of(m) for dex in parsed for m in dex.get_methods()}, path
        assert {key(m) for m in tables.definitions} == {key_of(m) for dex in parsed for m in dex.get_encoded_methods()}, path
        calls = Counter(
            (key_of(m.get_method()), key_of(callee.get_method()), pc // 2)
            for m in analysis.get_methods()
            for _, callee, pc in m.get_xref_to()
        )
        # androguard books a call on an array (clone) on its element's class, and knows neither those on arrays of numbers nor
        # invoke-polymorphic.
        ours = Counter((key(m), booked(key(c)), pc) for m, c, pc, op in tables.calls if op < 0xFA and c[0].lstrip("[")[0] == "L")
        assert ours == calls, path
        compared += 1
    assert compared >= 20


def key(method: oracle.Method) -> tuple[str, str, str]:
    owner, name, (result, *parameters) = method
    return owner, name, f"({''.join(parameters)}){result}"


def booked(callee: tuple[str, str, str]) -> tuple[str, str, str]:
    return (callee[0].lstrip("["), *callee[1:])


def key_of(method) -> tuple[str, str, str]:
    """Return the same for a method of androguard."""
    return method.get_class_name(), method.get_name(), method.get_descriptor().replace(" ", "")
