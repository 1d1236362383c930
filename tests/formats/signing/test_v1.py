"""v1 covers every entry, by the same signers, and says which entry is not as it was signed."""

from __future__ import annotations

import zlib

import pytest
from tests.formats.signing.build import (
    DATA,
    ENTRIES,
    V2,
    Signature,
    check,
    codes,
    identity,
    jar,
    manifest_file,
    sign,
    signature_block,
    signature_file,
    zip_of,
)

from mingcha.formats.zip import Archive

ONE, OTHER = identity(), identity("Other")
GOOD = jar(ENTRIES, ONE)


def files(package: bytes = GOOD) -> dict[str, bytes]:
    archive = Archive(package)
    return {name: archive.read(name) for name in archive.entries}


def jar_of(sections: dict[str, str], entries: dict[str, bytes] = ENTRIES, who=ONE) -> bytes:
    """Return a package signed over these manifest sections, whatever they say."""
    file = signature_file(sections)
    signature = {"META-INF/A.SF": file, "META-INF/A.RSA": signature_block(file, who)}
    return zip_of(entries | {"META-INF/MANIFEST.MF": "".join(sections.values()).encode()} | signature)


def test_a_signed_package() -> None:
    signing = check(GOOD)
    assert (signing.verified, signing.schemes, signing.certificates) == (True, ("v1",), (ONE.sha256,))
    assert [(s.scheme, s.name, s.algorithm) for s in signing.signers] == [("v1", "A.RSA", "EC-256/SHA-256")]
    assert signing.warnings == ()


def test_two_signers() -> None:
    signing = check(jar(ENTRIES, ONE, OTHER))
    assert (signing.verified, signing.certificates) == (True, (ONE.sha256, OTHER.sha256))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_changed_entry_is_named(name: str) -> None:
    signing = check(zip_of(files() | {name: b"changed"}))
    assert codes(signing) == ["entry-digest-wrong"]
    assert signing.errors[0].text.zh == f"条目 {name} 与 MANIFEST.MF 的摘要不符"
    assert [signer.valid for signer in signing.signers] == [False]


@pytest.mark.parametrize(
    ("package", "code"),
    [
        (zip_of(ENTRIES), "no-manifest-file"),
        (zip_of(files() | {"extra.txt": b""}), "entry-not-in-manifest"),
        (zip_of({k: v for k, v in files().items() if k != "assets/a.txt"}), "named-entry-missing"),
        (zip_of({k: v for k, v in files().items() if k != "META-INF/A.RSA"}), "no-jar-signatures"),
        (zip_of({k: v for k, v in files().items() if k != "META-INF/A.SF"}), "no-jar-signatures"),
        (zip_of(files() | {"META-INF/MANIFEST.MF": b""}), "empty-manifest-file"),
        (zip_of(files() | {"META-INF/A.RSA": b"junk"}), "pkcs7-malformed"),
        (zip_of(files() | {"META-INF/A.SF": b"junk"}), "jar-signature-wrong"),
        (jar_of(manifest_file(ENTRIES) | {"x": "Digest: x\r\n\r\n"}), "unnamed-section"),
        (jar_of(manifest_file(ENTRIES) | {"x": manifest_file(ENTRIES)["classes.dex"]}), "duplicate-section"),
        (jar_of(manifest_file(ENTRIES) | {"d": "Name: d/\r\n\r\n"}, ENTRIES | {"d/": b""}), "named-entry-missing"),
        (jar_of(manifest_file(ENTRIES) | {"e": "Name: e\r\n\r\n"}, ENTRIES | {"e": b""}), "entry-not-in-manifest"),
        (jar_of(manifest_file(ENTRIES) | {"e": "Name: e\r\nSHA-256-Digest: !\r\n\r\n"}, ENTRIES | {"e": b""}), "bad-base64"),
        (jar({}, ONE), "no-signed-entries"),
        (jar(ENTRIES, *[ONE] * 11), "too-many-signers"),
        (jar(ENTRIES, ONE) + b"x", "archive-inconsistent"),
    ],
)
def test_broken_packages(package: bytes, code: str) -> None:
    signing = check(package)
    assert (signing.verified, signing.schemes, codes(signing)) == (False, (), [code])


def test_repeated_names_are_refused() -> None:
    twins = zip_of(files() | {"assets/b.txt": b"other"}).replace(b"assets/b.txt", b"assets/a.txt")
    assert codes(check(twins)) == ["duplicate-entry"]


def test_an_entry_without_a_signer_and_entries_with_different_signers() -> None:
    sections = manifest_file(ENTRIES)
    manifest = {"META-INF/MANIFEST.MF": "".join(sections.values()).encode()}
    few = {name: section for name, section in sections.items() if name != "classes.dex"}

    def part(letter: str, who, named: dict[str, str]) -> dict[str, bytes]:
        file = signature_file(named, whole=False)
        return {f"META-INF/{letter}.SF": file, f"META-INF/{letter}.RSA": signature_block(file, who)}

    one = check(zip_of(ENTRIES | manifest | part("A", ONE, few)))
    assert (codes(one), "classes.dex" in one.errors[0].text.en) == (["entry-not-signed"], True)
    both = check(zip_of(ENTRIES | manifest | part("A", ONE, sections) | part("B", OTHER, few)))
    assert codes(both) == ["entry-signers-differ"]
    none = check(zip_of(ENTRIES | manifest | part("A", ONE, sections) | part("B", OTHER, {"": ""})))
    assert (none.verified, none.certificates) == (True, (ONE.sha256,))


def test_a_signer_that_the_platform_passes_over_does_not_spoil_the_other() -> None:
    odd = b"Created-By: nobody\r\n\r\n"
    signing = check(zip_of(files() | {"META-INF/Z.SF": odd, "META-INF/Z.EC": signature_block(odd, OTHER)}))
    assert (signing.verified, [signer.name for signer in signing.signers]) == (True, ["A.RSA"])
    assert [issue.code for issue in signing.warnings] == ["unprotected-entries", "no-signature-version"]
    alone = zip_of(
        ENTRIES
        | {"META-INF/MANIFEST.MF": files()["META-INF/MANIFEST.MF"], "META-INF/Z.SF": odd}
        | {"META-INF/Z.EC": signature_block(odd, OTHER)}
    )
    assert codes(check(alone)) == ["no-jar-signatures"]


def test_a_signer_that_is_refused_spoils_the_package() -> None:
    signing = check(zip_of(files() | {"META-INF/B.SF": b"x", "META-INF/B.RSA": b"junk"}))
    assert codes(signing) == ["pkcs7-malformed"]
    assert [(signer.name, signer.valid) for signer in signing.signers] == [("A.RSA", False), ("B.RSA", False)]


def test_files_in_meta_inf_are_not_covered_and_counted() -> None:
    signing = check(zip_of(files() | {"META-INF/services/x": b"1", "META-INF/b": b"2", "META-INF/C.RSA": b"3"}))
    assert signing.verified
    assert [(issue.code, issue.text.en) for issue in signing.warnings] == [
        ("no-signature-file", "META-INF/C.RSA has no META-INF/C.SF beside it"),
        ("unprotected-entries", "3 entries of META-INF are not covered by v1, among them META-INF/C.RSA"),
    ]


def test_only_so_many_errors_are_listed() -> None:
    entries = {f"assets/{number}": b"x" for number in range(200)}
    signing = check(zip_of(files(jar(entries, ONE)) | dict.fromkeys(entries, b"y")))
    assert codes(signing) == ["entry-digest-wrong"] * 20


def test_an_unreadable_entry_is_an_error() -> None:
    package = bytearray((DATA / "v1.apk").read_bytes())
    entry = Archive(bytes(package)).entries["META-INF/MANIFEST.MF"]
    assert entry.method == 8
    package[entry.data_offset : entry.data_offset + entry.compressed_size] = b"\xff" * entry.compressed_size
    assert codes(check(bytes(package), 21, 29)) == ["unreadable-entry"]


def test_an_entry_of_an_unknown_method_is_inflated_as_android_does_for_signatures() -> None:
    packer = zlib.compressobj(0, zlib.DEFLATED, -15)
    content = b"payload" * 9
    packed = packer.compress(content) + packer.flush()
    stored = jar(ENTRIES | {"odd": packed}, ONE)
    sections = manifest_file(ENTRIES | {"odd": content})
    package = bytearray(jar_of(sections, ENTRIES | {"odd": packed}))
    assert check(stored).verified
    assert codes(check(bytes(package))) == ["entry-digest-wrong"]
    size = len(content).to_bytes(4, "little")
    for header, method, length in ((b"PK\3\4", 8, 22), (b"PK\1\2", 10, 24)):
        name = package.index(b"odd", package.index(header) if header == b"PK\3\4" else package.index(b"PK\1\2"))
        at = name - (30 if header == b"PK\3\4" else 46)
        package[at + method : at + method + 2] = (77).to_bytes(2, "little")
        package[at + length : at + length + 4] = size
    assert check(bytes(package)).verified


def test_v1_beside_v2_says_when_v2_was_stripped() -> None:
    protected = jar(ENTRIES, ONE, extra="X-Android-APK-Signed: 2\r\n")
    assert codes(check(protected)) == ["scheme-stripped"]
    assert check(sign(protected, {V2: [Signature(ONE)]}), 23).schemes == ("v1", "v2")
    assert check(sign(protected, {V2: [Signature(ONE)]}), 24).schemes == ("v2",)
