"""The verdict equals apksigner's: on the corpus, on packages signed for the test, and in the rules between schemes."""

from __future__ import annotations

import csv
import mmap
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from scripts.toolchain import APKSIGNER
from tests.formats.signing.build import (
    DATA,
    ENTRIES,
    RSA_256,
    V2,
    V3,
    Signature,
    check,
    codes,
    identity,
    jar,
    lineage,
    sign,
    zip_of,
)

from mingcha.formats.apk import open_apk
from mingcha.formats.errors import BadPackageError
from mingcha.formats.signing import verify
from mingcha.formats.zip import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.formats.signing import Signing

PACKAGE = zip_of(ENTRIES)
ONE, OTHER = identity(), identity("Other")
RSA = identity("Rsa", "RSA")

# Where the verdict differs from the reference's (apksigner 31.0.2 with OpenJDK 17), and why.
DIFFERENT = {
    "v31-ec-p256-2-tgt-33-1-tgt-28-targetSdk-30.apk": "signed under v3.1, which apksigner knows since 33.0.0; AOSP's own test verifies it",
}


def signing(data: bytes) -> Signing:
    """Return the verdict on a real package, with everything its manifest says."""
    apk = open_apk(data)
    found = apk.manifest
    if found is None:
        return verify(data, apk.archive, None)
    return verify(data, apk.archive, found.min_sdk, found.target_sdk, target_sandbox=found.target_sandbox)


def test_v1_and_v2_must_have_the_same_signers() -> None:
    same = sign(jar(ENTRIES, RSA), {V2: [Signature(RSA, algorithms=(RSA_256,))]})
    assert (check(same, 21).verified, check(same, 21).schemes) == (True, ("v1", "v2"))
    other = sign(jar(ENTRIES, RSA), {V2: [Signature(ONE)]})
    assert codes(check(other, 21)) == ["v1-v2-signers-differ"]
    assert check(other, 24).schemes == ("v2",)


def test_v1_is_not_looked_at_where_every_platform_has_a_later_scheme() -> None:
    package = sign(PACKAGE, {V2: [Signature(ONE)]})
    assert check(package, 24).verified
    assert codes(check(package, 23)) == ["no-manifest-file"]


def test_v2_is_not_looked_at_where_every_platform_has_v3() -> None:
    package = sign(PACKAGE, {V2: [Signature(ONE, public_key=OTHER.spki)], V3: [Signature(ONE)]})
    assert (check(package, 28).verified, check(package, 28).schemes) == (True, ("v3",))
    assert codes(check(package, 27)) == ["signature-wrong"]


def test_a_package_without_any_signature() -> None:
    assert codes(check(PACKAGE, 28)) == ["no-manifest-file"]
    assert check(PACKAGE, 28).signers == ()


@pytest.mark.parametrize(
    ("v2", "v3", "code"),
    [
        ([ONE], Signature(OTHER), "past-signer-differs"),
        ([ONE, OTHER], Signature(ONE), "several-past-signers"),
        ([ONE], Signature(OTHER, attributes=[(0x3BA06F8C, lineage(RSA, OTHER, algorithm=RSA_256))]), "past-signer-differs"),
    ],
)
def test_v3_continues_the_signer_before_it(v2: list, v3: Signature, code: str) -> None:
    signing = check(sign(PACKAGE, {V2: [Signature(who) for who in v2], V3: [v3]}), 24)
    assert (signing.verified, codes(signing)) == (False, [code])
    assert signing.schemes == ("v2", "v3")


def test_several_v3_signers_need_a_proof_of_rotation() -> None:
    signers = [Signature(ONE, sdks=(28, 29)), Signature(ONE, sdks=(30, 0x7FFFFFFF))]
    assert codes(check(sign(PACKAGE, {V2: [Signature(ONE)], V3: signers}), 24)) == ["several-v3-signers"]


def test_new_targets_and_sandboxes_need_a_later_scheme_than_v1() -> None:
    v1 = jar(ENTRIES, ONE)
    assert check(v1, 24, 29).verified
    assert codes(check(v1, 24, 30)) == ["target-needs-v2"]
    assert codes(check(v1, 24, 29, sandbox=2)) == ["sandbox-needs-v2"]
    v2 = sign(PACKAGE, {V2: [Signature(ONE)]})
    assert check(v2, 24, 34, sandbox=2).verified
    assert codes(check(v1, 30)) == ["target-needs-v2"]


def test_without_a_manifest_signers_are_listed_and_nothing_is_verified() -> None:
    signing = check(sign(jar(ENTRIES, RSA), {V2: [Signature(RSA, algorithms=(RSA_256,))]}), None)
    assert (signing.verified, codes(signing)) == (False, ["no-platform-range"])
    assert [(signer.scheme, signer.valid) for signer in signing.signers] == [("v1", True), ("v2", True)]


def test_blocks_are_listed_beside_the_verdict() -> None:
    package = sign(PACKAGE, {V2: [Signature(ONE)]}, (0x71777777, b'{"channel":"huawei"}'), (0x2B09189E, b"stamp"))
    signing = check(package)
    assert signing.verified
    assert signing.block_ids == (V2, 0x71777777, 0x2B09189E)
    assert [(block.name, block.value) for block in signing.blocks[1:]] == [
        ("channel-walle", "huawei"),
        ("source-stamp-v1", None),
    ]


def test_memory_maps_and_views_are_taken_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "a.apk"
    path.write_bytes(sign(PACKAGE, {V2: [Signature(ONE)]}))
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    archive = Archive(mapped)
    assert verify(mapped, archive, 24).verified
    assert verify(memoryview(mapped), archive, 24).verified
    archive.view.release()
    mapped.close()


def test_the_same_bytes_give_the_same_verdict() -> None:
    package = jar(ENTRIES | {f"assets/{n}": b"x" for n in range(50)}, ONE, OTHER)
    assert check(package) == check(package)


@pytest.mark.parametrize(
    ("name", "min_sdk", "schemes"),
    [("v1", 21, "v1"), ("v1v2", 21, "v1 v2"), ("v2v3", 24, "v2 v3"), ("rotated", 21, "v1 v2 v3"), ("verity", 28, "v3")],
)
def test_packages_of_apksigner(name: str, min_sdk: int, schemes: str) -> None:
    found = signing((DATA / f"{name}.apk").read_bytes())
    assert (found.verified, " ".join(found.schemes), found.errors) == (True, schemes, ())
    assert found == check((DATA / f"{name}.apk").read_bytes(), min_sdk, 29)


def test_the_facts_of_a_signer() -> None:
    signer = signing((DATA / "v1v2.apk").read_bytes()).signers[0]
    assert (signer.scheme, signer.name, signer.valid, signer.debug) == ("v1", "K.RSA", True, False)
    assert signer.sha256 == "3cae0841492e5d41a304ce82a4a1abc5394e0383b091929b65e771ac5cb13df4"
    assert signer.subject == "CN=Mingcha Test\\, RSA,OU=测试,O=Mingcha,C=CN"
    assert (signer.algorithm, signer.certificate_algorithm) == ("RSA-2048/SHA-256", "RSA-2048/SHA-256")
    assert (signer.not_before, signer.not_after) == ("2020-01-01", "2047-05-19")


def test_a_tampered_package() -> None:
    found = signing((DATA / "tampered.apk").read_bytes())
    assert (found.verified, codes(found)) == (False, ["content-digest-wrong"])
    assert found.errors[0].text.zh == "文件内容与签名的 chunked-sha256 摘要不符"


def test_the_example_app_is_signed_with_a_debug_key(example_apk: Path) -> None:
    found = signing(example_apk.read_bytes())
    assert found.verified
    assert {(signer.valid, signer.known_key) for signer in found.signers} == {(True, "debug")}


def test_damaged_packages_give_a_verdict() -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable damage, not secrets
    outcomes = {"verified": 0, "rejected": 0, "unreadable": 0}
    packages = [(DATA / f"{name}.apk").read_bytes() for name in ("v1v2", "rotated", "v2v3")]
    for number in range(1500):
        mutant = bytearray(packages[number % 3])
        for _ in range(chance.randint(1, 4)):
            mutant[chance.randrange(len(mutant))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        try:
            found = check(bytes(mutant), 21 + number % 8, 29)
        except BadPackageError:
            outcomes["unreadable"] += 1
        else:
            outcomes["verified" if found.verified else "rejected"] += 1
            assert found.verified == (not found.errors)
    assert sum(outcomes.values()) == 1500
    assert outcomes["rejected"] > 500


@pytest.mark.corpus
def test_verdicts_equal_those_of_apksigner(corpus: Path) -> None:
    rows = 0
    wrong = {}
    with (corpus / "apks" / "signature_truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows += 1
            expected = None
            if row["verifies"] == "yes":
                schemes = tuple(scheme for scheme in ("v1", "v2", "v3") if row[scheme] == "true")
                expected = (schemes, int(row["signers"]), row["cert_sha256"])
            try:
                found = signing((corpus / row["path"]).read_bytes())
            except BadPackageError:
                got = None
            else:
                got = (found.schemes, len(found.certificates), found.certificates[0]) if found.verified else None
            if got != expected:
                wrong[row["path"].rpartition("/")[2]] = got
    assert rows == 320
    assert wrong.keys() == DIFFERENT.keys()


# AOSP's cases whose names say that something is wrong, and those whose names only sound like it.
BROKEN = ("mismatch", "does-not-verify", "no-certs", "no-sig", "no-supported", "stripped", "garbage", "truncated", "empty", "wrong")


@pytest.mark.corpus
def test_cases_of_aosp_verify_on_the_platforms_they_are_made_for(corpus: Path) -> None:
    verdicts = {}
    for path in sorted((corpus / "apks" / "signature").glob("v[23]*-*.apk")):
        min_sdk = 28 if path.name.startswith("v3") else 24
        try:
            verdicts[path.name] = check(path.read_bytes(), min_sdk).verified
        except BadPackageError:
            verdicts[path.name] = False
    assert len(verdicts) >= 70
    assert verdicts == {name: not any(word in name for word in BROKEN) for name in verdicts}
    assert sum("rsa-pss" in name and verdict for name, verdict in verdicts.items()) == 9


def apksigner(path: Path, *options: str) -> tuple[bool, dict[str, bool], list[dict[str, str]]]:
    """Return verdict, verdict by scheme, and what it prints of each signer."""
    command = [*APKSIGNER, "verify", "-v", "--print-certs", *options, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    schemes, signers = {}, {}
    for line in run.stdout.splitlines():
        name, _, value = line.partition(": ")
        if name.startswith("Verified using v"):
            schemes[name.split()[2]] = value == "true"
        elif name.startswith("Signer #"):
            number, word = name.split(" ", 2)[1:]
            signers.setdefault(number, {})[word] = value
    return run.returncode == 0, schemes, list(signers.values())


@pytest.fixture
def keystore(tmp_path: Path):
    """Return a function that makes a key store."""
    if not shutil.which("apksigner") or not shutil.which("keytool"):
        pytest.skip("needs apksigner and keytool")

    def make(name: str, algorithm: str, size: int) -> Path:
        path = tmp_path / f"{name}.jks"
        command = ["keytool", "-genkeypair", "-keystore", path, "-storepass", "android", "-keypass", "android"]
        command += ["-alias", "k", "-dname", f"CN={name}, OU=测试 1, C=CN", "-keyalg", algorithm, "-keysize", str(size)]
        subprocess.run([*command, "-validity", "9000"], capture_output=True, check=True)
        return path

    return make


@pytest.mark.debian
@pytest.mark.slow
@pytest.mark.parametrize(("algorithm", "size"), [("RSA", 3072), ("EC", 384), ("DSA", 2048)])
def test_packages_signed_for_the_test_equal_apksigners_view(keystore, tmp_path: Path, algorithm: str, size: int) -> None:
    store = keystore("Test", algorithm, size)
    for name, min_sdk, v1, v2, v3 in (("a", 21, 1, 1, 1), ("b", 21, 1, 0, 0), ("c", 24, 0, 1, 0), ("d", 28, 0, 0, 1)):
        path = tmp_path / f"{name}.apk"
        switches = [f"--v{n}-signing-enabled={str(bool(on)).lower()}" for n, on in ((1, v1), (2, v2), (3, v3), (4, 0))]
        options = ["--ks", store, "--ks-pass", "pass:android", f"--min-sdk-version={min_sdk}", *switches]
        source = DATA / ("v2v3.apk" if min_sdk > 21 else "v1.apk")
        subprocess.run([*APKSIGNER, "sign", *options, "--out", path, source], capture_output=True, check=True)
        verdict, schemes, signers = apksigner(path, f"--min-sdk-version={min_sdk}")
        found = check(path.read_bytes(), min_sdk, 29)
        assert found.verified is verdict is True
        assert found.schemes == tuple(scheme for scheme in ("v1", "v2", "v3") if schemes[scheme])
        assert found.certificates == tuple(signer["certificate SHA-256 digest"] for signer in signers)
        key = f"{signers[0]['key algorithm']}-{signers[0]['key size (bits)']}"
        assert [signer.algorithm.partition("/")[0] for signer in found.signers] == [key] * len(found.signers)
        assert found.signers[0].subject == signers[0]["certificate DN"].replace(", ", ",")


@pytest.mark.debian
@pytest.mark.corpus
@pytest.mark.slow
def test_signers_equal_what_apksigner_prints(corpus: Path) -> None:
    if not shutil.which("apksigner"):
        pytest.skip("needs apksigner")
    different = {}
    for path in sorted(corpus.glob("apks/[cim]*/*.apk"))[::3]:
        verdict, schemes, signers = apksigner(path)
        found = signing(path.read_bytes())
        ours = (found.verified, set(found.schemes), list(found.certificates))
        theirs = (
            verdict,
            {scheme for scheme, on in schemes.items() if on},
            [signer["certificate SHA-256 digest"] for signer in signers],
        )
        if ours != theirs:
            different[path.name] = (ours, theirs)
    assert different == {}
