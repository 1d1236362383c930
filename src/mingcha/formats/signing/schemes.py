"""What v2, v3 and v3.1 share: the list of signers and most of a signer's record.

Format: https://source.android.com/docs/security/features/apksigning/v2#apk-signature-scheme-v2-block; checks as in AOSP
tools/apksig V2SchemeVerifier, V3SchemeVerifier and ApkSigningBlockUtils.verifyIntegrity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.signing.algorithms import ALGORITHMS, Algorithm, choose, strength
from mingcha.formats.signing.certificates import BadCertificateError, Certificate, read_certificate
from mingcha.formats.signing.issues import RejectedError, make_issue
from mingcha.formats.signing.keys import UnusableKeyError, encode_key, family_of, load_key, name_key, signature_holds
from mingcha.formats.signing.reader import MalformedError, Reader
from mingcha.formats.signing.result import Issue, Signer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingcha.formats.signing.digests import ContentDigests

MAX_SIGNERS = 10
_MAX_CERTIFICATES = 64
# Signatures, digests and attributes of one signer; real ones have a handful.
_MAX_PAIRS = 256


@dataclass(slots=True)
class SchemeResult:
    """What a scheme that the package has gave: signers, what is wrong, and what is odd."""

    scheme: str
    signers: list[Signer] = field(default_factory=list)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Tell whether the scheme holds."""
        return not self.errors

    def reject(self, record: SignerRecord, issue: Issue) -> None:
        """Record a signer that does not hold."""
        self.errors.append(issue)
        self.signers.append(record.signer(issue))


@dataclass(slots=True)
class SignerRecord:
    """A signer's record; it grows while it is checked, so that a rejected one still names its certificate."""

    scheme: str
    name: str
    warnings: list[Issue]
    signatures: list[tuple[int, bytes]] = field(default_factory=list)
    verified: list[Algorithm] = field(default_factory=list)
    digests: list[tuple[int, bytes]] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    min_sdk: int | None = None
    max_sdk: int | None = None
    attributes: list[tuple[int, bytes]] = field(default_factory=list)
    lineage: tuple[Node, ...] = ()

    def reject(self, code: str, *parameters: object) -> RejectedError:
        """Return the exception that rejects this signer."""
        return RejectedError(make_issue(code, self.scheme, *parameters, signer=self.name))

    def warn(self, code: str, *parameters: object) -> None:
        """Record something odd about this signer."""
        self.warnings.append(make_issue(code, self.scheme, *parameters, signer=self.name))

    def signer(self, error: Issue | None) -> Signer:
        """Return the record as the result states it."""
        lineage = tuple(node.certificate.sha256 for node in self.lineage)
        first = self.certificates[0] if self.certificates else None
        strongest = max(self.verified, key=strength, default=None)
        return make_signer(
            self.scheme,
            self.name,
            first,
            strongest.hash if strongest else None,
            error,
            lineage,
            (self.min_sdk, self.max_sdk),
        )


def make_signer(
    scheme: str,
    name: str,
    certificate: Certificate | None,
    digest: str | None,
    error: Issue | None,
    lineage: tuple[str, ...] = (),
    sdks: tuple[int | None, int | None] = (None, None),
) -> Signer:
    """Return a signer with what its certificate says, if there is one."""
    text = error.text if error else None
    if certificate is None:
        return Signer(scheme, name, error is None, min_sdk=sdks[0], max_sdk=sdks[1], error=text)
    return Signer(
        scheme=scheme,
        name=name,
        valid=error is None,
        certificate=certificate.der,
        sha256=certificate.sha256,
        subject=certificate.subject,
        algorithm=f"{name_key(certificate.key)}/{digest}" if certificate.key and digest else None,
        certificate_algorithm=certificate.algorithm,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        known_key=certificate.known_key,
        lineage=lineage,
        min_sdk=sdks[0],
        max_sdk=sdks[1],
        error=text,
    )


class Node(NamedTuple):
    """One certificate of a proof of rotation, with everything that makes it equal to one of another signer."""

    certificate: Certificate
    parent_algorithm: int
    algorithm: int
    signature: bytes
    flags: int


def read_signers(value: memoryview, result: SchemeResult, read: Callable[[Reader, SignerRecord], None]) -> list[SignerRecord]:
    """Read every signer of a scheme's block with `read`, which rejects a bad one; fills the result."""
    try:
        signers = Reader(value).record()
    except MalformedError:
        result.errors.append(make_issue("malformed-signers", result.scheme))
        return []
    if not signers.remaining:
        result.errors.append(make_issue("no-signers", result.scheme))
    records: list[SignerRecord] = []
    while signers.remaining:
        if len(records) == MAX_SIGNERS:
            result.errors.append(make_issue("too-many-signers", result.scheme, MAX_SIGNERS))
            break
        record = SignerRecord(result.scheme, f"#{len(records) + 1}", result.warnings)
        records.append(record)
        try:
            read(signers.record(), record)
        except MalformedError:
            result.reject(record, make_issue("malformed-signer", result.scheme, signer=record.name))
            break
        except RejectedError as rejected:
            result.reject(record, rejected.issue)
        else:
            result.signers.append(record.signer(None))
    return records


def read_attributes(record: SignerRecord, reader: Reader) -> None:
    """Read the additional attributes of the signed data."""
    while reader.remaining:
        try:
            attribute = reader.record()
            record.attributes.append((attribute.u32(), bytes(attribute.rest)))
        except MalformedError as error:
            raise record.reject("malformed-attribute", len(record.attributes) + 1) from error
        if len(record.attributes) > _MAX_PAIRS:
            raise record.reject("malformed-attribute", len(record.attributes))


def read_pairs(record: SignerRecord, reader: Reader, code: str) -> list[tuple[int, bytes]]:
    """Return (algorithm id, value) pairs; the signer is rejected with `code` and the number of the broken one."""
    pairs: list[tuple[int, bytes]] = []
    while reader.remaining:
        try:
            pair = reader.record()
            pairs.append((pair.u32(), bytes(pair.field())))
        except MalformedError as error:
            raise record.reject(code, len(pairs) + 1) from error
        if len(pairs) > _MAX_PAIRS:
            raise record.reject(code, len(pairs))
    return pairs


def check_signatures(record: SignerRecord, signed: memoryview, key_bytes: bytes, sdks: tuple[int, int]) -> None:
    """Verify every signature that some platform of the range would verify; rejects the signer otherwise."""
    known = []
    for algorithm_id, signature in record.signatures:
        if algorithm_id in ALGORITHMS:
            known.append((ALGORITHMS[algorithm_id], signature))
        else:
            record.warn("unknown-algorithm", f"0x{algorithm_id:x}")
    if not record.signatures:
        raise record.reject("no-signatures")
    chosen = choose(known, *sdks)
    if not chosen:
        raise record.reject("no-supported-signatures")
    try:
        key = load_key(key_bytes)
    except UnusableKeyError as error:
        raise record.reject("malformed-public-key") from error
    data = bytes(signed)
    for algorithm, signature in chosen:
        if family_of(key) != algorithm.family:
            raise record.reject("malformed-public-key")
        if not signature_holds(key, algorithm.hash, signature, data, pss=algorithm.pss):
            raise record.reject("signature-wrong", algorithm.name)
        record.verified.append(algorithm)


def read_certificates(record: SignerRecord, reader: Reader) -> None:
    """Read the certificates of the signed data; rejects the signer unless the first one carries the key that signed."""
    while reader.remaining:
        if len(record.certificates) >= _MAX_CERTIFICATES:
            raise record.reject("too-many-certificates", _MAX_CERTIFICATES)
        try:
            record.certificates.append(read_certificate(bytes(reader.field())))
        except BadCertificateError as error:
            raise record.reject("malformed-certificate", len(record.certificates) + 1) from error
    if not record.certificates:
        raise record.reject("no-certificates")


def check_key(record: SignerRecord, key_bytes: bytes) -> None:
    """Reject the signer unless its first certificate carries the key that made the signatures."""
    certificate = record.certificates[0]
    if key_bytes == certificate.key_bytes:
        return
    if certificate.key is None or key_bytes != encode_key(certificate.key):
        raise record.reject("public-key-differs")


def read_digests(record: SignerRecord, reader: Reader) -> None:
    """Read the content digests; rejects the signer unless their algorithms are those of the signatures, in order."""
    record.digests = read_pairs(record, reader, "malformed-digest")
    if [i for i, _ in record.digests] != [i for i, _ in record.signatures]:
        raise record.reject("algorithms-differ")


def check_content(result: SchemeResult, records: list[SignerRecord], contents: ContentDigests) -> None:
    """Compare every digest that a verified signature relies on; signers that do not fit become invalid."""
    needed = {algorithm.digest for record in records for algorithm in record.verified}
    for number, record in enumerate(records):
        issue = _content_issue(record, needed, contents)
        if issue:
            result.errors.append(issue)
            result.signers[number] = record.signer(issue)


def _content_issue(record: SignerRecord, needed: set[str], contents: ContentDigests) -> Issue | None:
    for algorithm_id, expected in record.digests:
        algorithm = ALGORITHMS.get(algorithm_id)
        if algorithm is None or algorithm.digest not in needed:
            continue
        actual = contents.get(algorithm.digest)
        if actual is None:
            return make_issue("verity-unaligned", record.scheme, signer=record.name)
        if actual != expected:
            return make_issue("content-digest-wrong", record.scheme, algorithm.digest, signer=record.name)
    return None
