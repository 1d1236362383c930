"""JAR signing, the v1 scheme, checked as AOSP tools/apksig V1SchemeVerifier does for platforms from minSdk on."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from mingcha.formats.inflate import InflateError, inflate
from mingcha.formats.signing.central import read_names
from mingcha.formats.signing.issues import RejectedError, make_issue
from mingcha.formats.signing.jar import BadDigestError, expected_digests, read_sections
from mingcha.formats.signing.jar_signer import (
    FOLDER,
    SCHEME,
    IgnoredError,
    JarSigner,
    Manifest,
    check_block,
    check_file,
)
from mingcha.formats.signing.pkcs7 import hashlib_name
from mingcha.formats.signing.schemes import MAX_SIGNERS, SchemeResult, make_signer
from mingcha.formats.zip import DEFLATED, STORED
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mingcha.formats.inflate import Buffer
    from mingcha.formats.signing.result import Issue
    from mingcha.formats.zip import Archive

_MANIFEST = "META-INF/MANIFEST.MF"
_BLOCKS = (".RSA", ".DSA", ".EC")
# The verdict stands after the first error; this many are worth reading.
_MOST_ERRORS = 20
# Bound for entries of a compression method that Android does not have.
_MOST_ODD = 64 << 20
# Bound for the files in META-INF: some 100,000 entries' digests.
_MOST_META = 16 << 20


def verify_v1(view: memoryview, archive: Archive, found: Collection[int], min_sdk: int) -> SchemeResult:
    """Verify the JAR signature for platforms from `min_sdk` on.

    `view` is the file that `archive` reads, `found` the numbers of the later schemes that are there.
    """
    result = SchemeResult(SCHEME)
    signers: list[JarSigner] = []
    try:
        _verify((view, archive), found, min_sdk, (result, signers))
    except RejectedError as rejected:
        result.errors.append(rejected.issue)
    for signer in signers:
        result.warnings.extend(signer.warnings)
        if signer.ignored and signer.issue:
            result.warnings.append(signer.issue)
        elif not signer.ignored:
            issue = signer.issue or next(iter(result.errors), None)
            result.signers.append(make_signer(SCHEME, signer.name, signer.certificate, signer.digest, issue))
    return result


def _verify(
    source: tuple[memoryview, Archive],
    found: Collection[int],
    min_sdk: int,
    into: tuple[SchemeResult, list[JarSigner]],
) -> None:
    view, archive = source
    result, signers = into
    names = read_names(view, archive.eocd_offset)
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise _failure("duplicate-entry", repeated[0])
    manifest = _read_manifest(archive)
    signers.extend(_find_signers(archive, result))
    for check in (
        lambda signer: check_block(signer, _read(archive, signer.block, _MOST_META), min_sdk),
        lambda signer: check_file(signer, manifest, found, min_sdk),
    ):
        result.errors.extend(_run(check, signers))
        if result.errors:
            return
    used = [signer for signer in signers if not signer.ignored]
    if not used:
        raise _failure("no-jar-signatures")
    used = _check_entries(archive, manifest, used, min_sdk, result)
    for signer in signers:
        signer.ignored = signer.ignored or signer not in used
    _warn_unprotected(archive, used, result)


def _run(check: Callable[[JarSigner], None], signers: list[JarSigner]) -> list[Issue]:
    """Run a check on every signer and return why signers are refused; those to pass over are only marked."""
    errors = []
    for signer in signers:
        try:
            check(signer)
        except IgnoredError as ignored:
            signer.issue, signer.ignored = ignored.issue, True
        except RejectedError as rejected:
            signer.issue = rejected.issue
            errors.append(rejected.issue)
    return errors


def _read_manifest(archive: Archive) -> Manifest:
    if _MANIFEST not in archive.entries:
        raise _failure("no-manifest-file")
    content = _read(archive, _MANIFEST, _MOST_META)
    sections = read_sections(content)
    if not sections:
        raise _failure("empty-manifest-file", _MANIFEST)
    named = {}
    for number, section in enumerate(sections[1:], 1):
        if section.name is None:
            raise _failure("unnamed-section", _MANIFEST, number)
        if section.name in named:
            raise _failure("duplicate-section", _MANIFEST, section.name)
        if section.name not in archive.entries or section.name.endswith("/"):
            raise _failure("named-entry-missing", section.name)
        named[section.name] = section
    return Manifest(content, sections[0], named)


def _find_signers(archive: Archive, result: SchemeResult) -> list[JarSigner]:
    signers = []
    for name in archive.entries:
        if not (name.startswith(FOLDER) and name.endswith(_BLOCKS)):
            continue
        file = name[: name.rindex(".")] + ".SF"
        if file in archive.entries:
            signers.append(JarSigner(name, file))
        else:
            result.warnings.append(make_issue("no-signature-file", SCHEME, name, file))
    if not signers:
        raise _failure("no-jar-signatures")
    if len(signers) > MAX_SIGNERS:
        raise _failure("too-many-signers", MAX_SIGNERS)
    for signer in signers:
        signer.content = _read(archive, signer.file, _MOST_META)
    return signers


def _check_entries(archive: Archive, manifest: Manifest, signers: list[JarSigner], min_sdk: int, result: SchemeResult) -> list[JarSigner]:
    """Compare every entry outside META-INF with its digest; return the signers that cover all of them."""
    first: tuple[str, list[JarSigner]] | None = None
    for name in archive.entries:
        if name.startswith(FOLDER) or name.endswith("/"):
            continue
        if len(result.errors) >= _MOST_ERRORS:
            break
        cover = [signer for signer in signers if name in signer.names]
        try:
            if name in manifest.sections and cover:
                first = first or (name, cover)
                if cover != first[1]:
                    raise _failure("entry-signers-differ", first[0], name)
            _check_entry(archive, manifest, name, min_sdk, covered=bool(cover))
        except RejectedError as rejected:
            result.errors.append(rejected.issue)
    if first is None:
        raise _failure("no-signed-entries")
    return first[1]


def _check_entry(archive: Archive, manifest: Manifest, name: str, min_sdk: int, *, covered: bool) -> None:
    section = manifest.sections.get(name)
    if section is None:
        raise _failure("entry-not-in-manifest", name)
    if not covered:
        raise _failure("entry-not-signed", name)
    try:
        expected = expected_digests(section, "-Digest", min_sdk)
    except BadDigestError as error:
        raise _failure("bad-base64", _MANIFEST) from error
    if not expected:
        raise _failure("entry-not-in-manifest", name)
    content = _unpack(archive, name, keep=True)  # the searches for texts and addresses unpack many of them again
    for algorithm, digest in expected:
        if hashlib.new(hashlib_name(algorithm), content).digest() != digest:
            raise _failure("entry-digest-wrong", name)


def _warn_unprotected(archive: Archive, signers: list[JarSigner], result: SchemeResult) -> None:
    own = {_MANIFEST} | {signer.block for signer in signers} | {signer.file for signer in signers}
    loose = [name for name in archive.entries if name.startswith(FOLDER) and not name.endswith("/") and name not in own]
    if loose:
        result.warnings.append(make_issue("unprotected-entries", SCHEME, len(loose), min(loose)))


def _read(archive: Archive, name: str, most: int) -> bytes:
    return bytes(_unpack(archive, name, most))


def _unpack(archive: Archive, name: str, most: int | None = None, *, keep: bool = False) -> Buffer:
    """Return an entry as Android's StrictJarFile reads it: whatever is not stored is inflated."""
    entry = archive.entries[name]
    try:
        if entry.method in (STORED, DEFLATED) or entry.data_offset < 0:
            return archive.unpack(name, most=most, keep=keep)
        data = archive.view[entry.data_offset : min(entry.data_offset + entry.compressed_size, archive.central_offset)]
        return inflate(data, entry.size, _MOST_ODD)
    except (MingchaError, InflateError) as error:
        raise _failure("unreadable-entry", name) from error


def _failure(code: str, *parameters: object) -> RejectedError:
    return RejectedError(make_issue(code, SCHEME, *parameters))
