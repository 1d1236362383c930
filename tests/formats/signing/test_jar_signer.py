"""One JAR signer: its block against its file, its file against the manifest."""

from __future__ import annotations

import pytest
from tests.formats.signing.build import (
    ENTRIES,
    digest_line,
    identity,
    manifest_file,
    signature_block,
    signature_file,
)

from mingcha.formats.signing.issues import RejectedError
from mingcha.formats.signing.jar import read_sections
from mingcha.formats.signing.jar_signer import IgnoredError, JarSigner, Manifest, check_block, check_file

ONE, OTHER = identity(), identity("Other")
SECTIONS = manifest_file(ENTRIES)
FILE = signature_file(SECTIONS)
NAMES = frozenset(ENTRIES)


def manifest(sections: dict[str, str] = SECTIONS) -> Manifest:
    content = "".join(sections.values()).encode()
    main, *rest = read_sections(content)
    return Manifest(content, main, {section.name or "": section for section in rest})


def signer(content: bytes = FILE) -> JarSigner:
    return JarSigner("META-INF/A.RSA", "META-INF/A.SF", content)


def checked(content: bytes, against: Manifest | None = None, found: tuple[int, ...] = (), min_sdk: int = 24) -> JarSigner:
    one = signer(content)
    check_file(one, against or manifest(), found, min_sdk)
    return one


def refusal(content: bytes, against: Manifest | None = None, found: tuple[int, ...] = ()) -> tuple[type, str]:
    with pytest.raises(RejectedError) as caught:
        checked(content, against, found)
    assert caught.value.issue.signer == "A.RSA"
    return type(caught.value), caught.value.issue.code


def test_a_block_gives_the_certificate() -> None:
    one = signer()
    check_block(one, signature_block(FILE, ONE), 24)
    assert one.certificate is not None
    assert (one.certificate.sha256, one.digest, one.name) == (ONE.sha256, "SHA-256", "A.RSA")


def test_before_android_7_only_the_first_signer_of_a_block_counts() -> None:
    def swap(block: bytes) -> bytes:
        signature = read_signature(block, 0)
        return block.replace(signature, signature[:-1] + bytes([signature[-1] ^ 1]))

    block = swap(signature_block(FILE, OTHER, ONE))
    one = signer()
    check_block(one, block, 24)
    assert one.certificate is not None
    assert one.certificate.sha256 == ONE.sha256
    with pytest.raises(RejectedError) as caught:
        check_block(signer(), block, 23)
    assert caught.value.issue.code == "jar-signature-wrong"


def read_signature(block: bytes, number: int) -> bytes:
    from mingcha.formats.signing.pkcs7 import read_signed_data  # noqa: PLC0415 - only this test looks inside

    return read_signed_data(block).signers[number].signature


def test_a_block_over_another_file_is_refused_and_names_no_certificate() -> None:
    one = signer()
    with pytest.raises(RejectedError) as caught:
        check_block(one, signature_block(b"other", ONE), 24)
    assert (caught.value.issue.code, one.certificate) == ("jar-signature-wrong", None)
    with pytest.raises(RejectedError) as caught:
        check_block(one, b"junk", 24)
    assert caught.value.issue.code == "pkcs7-malformed"


def test_a_file_over_the_whole_manifest_covers_its_entries() -> None:
    found = checked(FILE)
    assert (found.names, found.warnings) == (NAMES, [])


def test_sections_count_when_the_whole_does_not_match() -> None:
    for content, warning in (
        (signature_file(SECTIONS, whole=False), "manifest-digest-missing"),
        (signature_file(SECTIONS, digest_line("Digest-Manifest", b"x"), whole=False), "manifest-digest-wrong"),
    ):
        found = checked(content)
        assert (found.names, [issue.code for issue in found.warnings]) == (NAMES, [warning])


def test_a_manifest_changed_after_signing_is_refused() -> None:
    changed = dict(SECTIONS)
    changed["assets/a.txt"] = changed["assets/a.txt"].replace("SHA-256", "X-256")
    assert refusal(FILE, manifest(changed)) == (RejectedError, "section-digest-wrong")
    assert refusal(signature_file(changed), manifest()) == (RejectedError, "section-digest-wrong")


def test_entries_added_to_the_manifest_are_not_covered() -> None:
    more = SECTIONS | {"lib/x.so": f"Name: lib/x.so\r\n{digest_line('Digest', b'x')}\r\n"}
    assert checked(FILE, manifest(more)).names == NAMES


def test_the_main_section_is_compared_unless_jarsigner_of_old_made_the_file() -> None:
    wrong = digest_line("Digest-Manifest-Main-Attributes", b"x")
    right = digest_line("Digest-Manifest-Main-Attributes", SECTIONS[""].encode())
    assert refusal(signature_file(SECTIONS, wrong)) == (RejectedError, "main-section-digest-wrong")
    assert checked(signature_file(SECTIONS, right)).names == NAMES
    assert checked(signature_file(SECTIONS, "Created-By: signtool 1\r\n" + wrong)).names == NAMES


def test_files_of_signtool_name_the_whole_digest_differently_and_leave_out_the_last_line_end() -> None:
    sections = {"": "Manifest-Version: 1.0\n\n", "a": "Name: a\nSHA-256-Digest: QQ==\n\n"}
    whole = digest_line("Digest", "".join(sections.values()).encode())
    main = "Signature-Version: 1.0\r\nCreated-By: signtool\r\n"
    assert checked(f"{main}{whole}\r\nName: a\r\n\r\n".encode(), manifest(sections)).names == {"a"}
    cut = digest_line("Digest", sections["a"][:-1].encode())
    assert checked(f"{main}\r\nName: a\r\n{cut}\r\n".encode(), manifest(sections)).names == {"a"}


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", RejectedError, "empty-manifest-file"),
        (b"Created-By: x\r\n\r\n", IgnoredError, "no-signature-version"),
        (FILE + b"Digest: x\r\n\r\n", IgnoredError, "unnamed-section"),
        (FILE + b"Name: assets/a.txt\r\n\r\n", IgnoredError, "duplicate-section"),
        (signature_file(SECTIONS, whole=False) + b"Name: x\r\n\r\n", IgnoredError, "section-digest-missing"),
        (b"Signature-Version: 1.0\r\n\r\nName: classes.dex\r\n\r\n", RejectedError, "section-digest-missing"),
        (FILE.replace(b"Digest-Manifest: ", b"Digest-Manifest: !"), RejectedError, "bad-base64"),
    ],
)
def test_broken_files(content: bytes, kind: type, code: str) -> None:
    assert refusal(content) == (kind, code)


@pytest.mark.parametrize(
    ("schemes", "found", "refused", "warnings"),
    [
        (None, (), None, []),
        (None, (2,), None, ["no-strip-protection"]),
        ("2", (2,), None, []),
        ("2, 3", (2, 3), None, []),
        ("2, 3", (2,), "scheme-stripped", []),
        ("2", (), "scheme-stripped", []),
        ("3", (2,), "scheme-stripped", []),
        ("7,x,,-2,２", (), None, ["unknown-scheme-id"]),
        ("9" * 5000, (), None, ["unknown-scheme-id"]),
    ],
)
def test_stripping_protection(schemes: str | None, found: tuple[int, ...], refused: str | None, warnings: list[str]) -> None:
    extra = "" if schemes is None else f"X-Android-APK-Signed: {schemes}\r\n"
    content = signature_file(SECTIONS, extra)
    if refused:
        assert refusal(content, found=found) == (RejectedError, refused)
    else:
        assert [issue.code for issue in checked(content, found=found).warnings] == warnings
