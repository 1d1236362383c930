"""One JAR signer: signature block against signature file, and signature file against MANIFEST.MF."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.signing.algorithms import N
from mingcha.formats.signing.issues import RejectedError, make_issue
from mingcha.formats.signing.jar import BadDigestError, Section, expected_digests, read_sections
from mingcha.formats.signing.pkcs7 import Pkcs7Error, hashlib_name, read_signed_data, verify_signer

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingcha.formats.signing.certificates import Certificate
    from mingcha.formats.signing.result import Issue

SCHEME = "v1"
FOLDER = "META-INF/"
# Schemes that X-Android-APK-Signed may name; the platform ignores numbers it does not know.
_KNOWN_SCHEMES = frozenset({2, 3})


class IgnoredError(RejectedError):
    """The platform passes over this signer; the others may still do."""


class Manifest(NamedTuple):
    """MANIFEST.MF: its bytes, its main section, and the other sections by name."""

    content: bytes
    main: Section
    sections: dict[str, Section]


@dataclass(slots=True, eq=False)
class JarSigner:
    """A signature block, the signature file beside it, and what is found out about them."""

    block: str
    file: str
    content: bytes = b""
    names: frozenset[str] = frozenset()
    certificate: Certificate | None = None
    digest: str | None = None
    issue: Issue | None = None
    ignored: bool = False
    warnings: list[Issue] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the block's name without its folder, as CERT.RSA."""
        return self.block.removeprefix(FOLDER)

    def reject(self, code: str, *parameters: object) -> RejectedError:
        """Return the exception that rejects this signer."""
        return RejectedError(make_issue(code, SCHEME, *parameters, signer=self.name))

    def ignore(self, code: str, *parameters: object) -> IgnoredError:
        """Return the exception that passes over this signer."""
        return IgnoredError(make_issue(code, SCHEME, *parameters, signer=self.name))

    def warn(self, code: str, *parameters: object) -> None:
        """Record something odd about this signer."""
        self.warnings.append(make_issue(code, SCHEME, *parameters, signer=self.name))


def check_block(signer: JarSigner, block: bytes, min_sdk: int) -> None:
    """Verify the signature over the signature file (`signer.content`) and set the signer's certificate."""
    try:
        data = read_signed_data(block)
        # Before Android 7.0 only the first signer of a block counts; later the first that verifies, if none is refused.
        for info in data.signers[:1] if min_sdk < N else data.signers:
            verified = verify_signer(data, info, signer.content, min_sdk)
            if verified and signer.certificate is None:
                signer.certificate, signer.digest = verified
    except Pkcs7Error as error:
        signer.certificate = None
        raise signer.reject(error.code, signer.block, *error.parameters) from error
    if signer.certificate is None:
        raise signer.reject("jar-signature-wrong", signer.block, signer.file)


def check_file(signer: JarSigner, manifest: Manifest, found: Collection[int], min_sdk: int) -> None:
    """Verify the signature file against the manifest and set the names of the entries that the signer covers."""
    sections = read_sections(signer.content)
    if not sections:
        raise signer.reject("empty-manifest-file", signer.file)
    main = sections[0]
    if main.get("Signature-Version") is None:
        raise signer.ignore("no-signature-version", signer.file)
    _check_stripping(signer, main.get("X-Android-APK-Signed"), found)
    by_signtool = "signtool" in (main.get("Created-By") or "")
    try:
        whole = _check_whole(signer, main, manifest, "-Digest" if by_signtool else "-Digest-Manifest", min_sdk)
        if not by_signtool:
            _check_main(signer, main, manifest, min_sdk)
        _check_sections(signer, sections[1:], None if whole else manifest, min_sdk, by_signtool=by_signtool)
    except BadDigestError as error:
        raise signer.reject("bad-base64", signer.file) from error


def _check_stripping(signer: JarSigner, schemes: str | None, found: Collection[int]) -> None:
    if schemes is None:
        if found:
            signer.warn("no-strip-protection", signer.file)
        return
    for word in schemes.split(","):
        number = word.strip()
        if number.isascii() and number.isdigit():
            if int(number[:10]) not in _KNOWN_SCHEMES:
                signer.warn("unknown-scheme-id", number)
            elif int(number) not in found:
                raise signer.reject("scheme-stripped", int(number))


def _check_whole(signer: JarSigner, main: Section, manifest: Manifest, suffix: str, min_sdk: int) -> bool:
    """Tell whether the digest of the whole manifest holds; when it does not, every section must."""
    expected = expected_digests(main, suffix, min_sdk)
    if not expected:
        signer.warn("manifest-digest-missing", signer.file)
        return False
    holds = all(_digest(algorithm, manifest.content) == digest for algorithm, digest in expected)
    if not holds:
        signer.warn("manifest-digest-wrong", signer.file)
    return holds


def _check_main(signer: JarSigner, main: Section, manifest: Manifest, min_sdk: int) -> None:
    content = manifest.content[manifest.main.start : manifest.main.end]
    for algorithm, digest in expected_digests(main, "-Digest-Manifest-Main-Attributes", min_sdk):
        if _digest(algorithm, content) != digest:
            raise signer.reject("main-section-digest-wrong", signer.file)


def _check_sections(signer: JarSigner, sections: list[Section], manifest: Manifest | None, min_sdk: int, *, by_signtool: bool) -> None:
    """Collect the names of the sections; compare them with the `manifest`, None when the whole of it was compared."""
    names: set[str] = set()
    wrong: RejectedError | None = None
    for number, section in enumerate(sections, 1):
        name = section.name
        if name is None:
            raise signer.ignore("unnamed-section", signer.file, number)
        if name in names:
            raise signer.ignore("duplicate-section", signer.file, name)
        names.add(name)
        if manifest is None:
            continue
        if name not in manifest.sections:
            raise signer.ignore("section-digest-missing", name, signer.file)
        wrong = wrong or _section_error(signer, section, manifest, min_sdk, by_signtool=by_signtool)
    if wrong:
        raise wrong
    signer.names = frozenset(names)


def _section_error(signer: JarSigner, section: Section, manifest: Manifest, min_sdk: int, *, by_signtool: bool) -> RejectedError | None:
    name = section.name or ""
    expected = expected_digests(section, "-Digest", min_sdk)
    if not expected:
        return signer.reject("section-digest-missing", name, signer.file)
    named = manifest.sections[name]
    content = manifest.content[named.start : named.end]
    if by_signtool and content.endswith(b"\n\n"):
        content = content[:-1]
    if all(_digest(algorithm, content) == digest for algorithm, digest in expected):
        return None
    return signer.reject("section-digest-wrong", name, signer.file)


def _digest(algorithm: str, content: bytes) -> bytes:
    return hashlib.new(hashlib_name(algorithm), content).digest()
