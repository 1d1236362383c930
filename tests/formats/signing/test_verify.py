from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from mingcha.formats.apk import open_apk
from mingcha.formats.errors import BadPackageError
from mingcha.formats.signing import Signing, verify

if TYPE_CHECKING:
    from pathlib import Path

# Where this reader and the reference disagree, and why; the test fails when one of them no longer does.
DIFFERENT = {
    "v31-ec-p256-2-tgt-33-1-tgt-28-targetSdk-30.apk": "the reference (apksigner 31.0.2) is older than v3.1 and misses the newer signer"
}


def signing(data: bytes) -> Signing:
    apk = open_apk(data)
    found = apk.manifest
    if found is None:
        return verify(data, apk.archive, None)
    return verify(data, apk.archive, found.min_sdk, found.target_sdk, target_sandbox=found.target_sandbox)


def test_the_example_app_verifies_under_three_schemes(example_apk: Path) -> None:
    found = signing(example_apk.read_bytes())
    assert found.verified
    assert [(signer.scheme, signer.valid, signer.known_key) for signer in found.signers] == [
        ("v1", True, "debug"),
        ("v2", True, "debug"),
        ("v3", True, "debug"),
    ]


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5])
def test_a_flipped_byte_of_a_signed_package_never_verifies(example_apk: Path, place: float) -> None:
    data = bytearray(example_apk.read_bytes())
    end = data.rindex(b"APK Sig Block 42")
    data[int(end * place)] ^= 0x55
    try:
        found = signing(bytes(data))
    except BadPackageError:
        return
    assert not found.verified


@pytest.mark.corpus
def test_verdicts_equal_those_of_apksigner(corpus: Path) -> None:
    verdicts, truth = {}, {}
    with (corpus / "apks" / "signature_truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            truth[row["path"]] = row["verifies"] == "yes"
            try:
                verdicts[row["path"]] = signing((corpus / row["path"]).read_bytes()).verified
            except BadPackageError:
                verdicts[row["path"]] = False
    assert len(truth) == 320
    wrong = {path.rpartition("/")[2] for path, verdict in truth.items() if verdicts[path] != verdict}
    assert wrong == set(DIFFERENT)


@pytest.mark.corpus
def test_certificates_equal_those_of_apksigner(corpus: Path) -> None:
    wrong = {}
    with (corpus / "apks" / "signature_truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["verifies"] == "yes" and row["signers"] == "1":
                found = signing((corpus / row["path"]).read_bytes()).certificates
                if row["cert_sha256"] not in found:
                    wrong[row["path"]] = found
    assert wrong == {}
