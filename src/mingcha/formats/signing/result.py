"""What is known about a package's signatures: plain frozen data, ready for the fact table `signer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mingcha.model import Text


class Issue(NamedTuple):
    """Something wrong (or odd) about a signature; `code` is a stable short name.

    `scheme` is v1, v2, v3, v3.1, or empty for the package as a whole. `signer` names the signer: a file name for v1
    (CERT.RSA), #1, #2 … for the other schemes; None for the scheme as a whole.
    """

    code: str
    scheme: str
    text: Text
    signer: str | None = None


class Block(NamedTuple):
    """One pair of the APK Signing Block; `name` is a stable word for known ids, `value` the channel that it names."""

    id: int
    size: int
    name: str | None
    value: str | None = None


class Signer(NamedTuple):
    """One signer under one scheme, as the platform would take it.

    `certificate` is DER as stored; dates are ISO dates (no judgement on expiry: there is no clock here). `algorithm` is
    key and digest of the signature over the package (RSA-2048/SHA-256), `certificate_algorithm` the same for the
    signature on the certificate. `lineage` holds the SHA-256 of every certificate of a verified proof of rotation,
    oldest first. `known_key` names a well-known key: debug, or testkey, platform, shared, media, aosp for the public
    test keys of AOSP.
    """

    scheme: str
    name: str
    valid: bool
    certificate: bytes | None = None
    sha256: str | None = None
    subject: str | None = None
    algorithm: str | None = None
    certificate_algorithm: str | None = None
    not_before: str | None = None
    not_after: str | None = None
    known_key: str | None = None
    lineage: tuple[str, ...] = ()
    min_sdk: int | None = None
    max_sdk: int | None = None
    error: Text | None = None

    @property
    def debug(self) -> bool:
        """Tell whether a debug key or a publicly known test key signed."""
        return self.known_key is not None


class Signing(NamedTuple):
    """The verdict on a package's signatures for all platform versions from its minSdk on.

    `verified` is what AOSP's `apksigner verify` says without options. `schemes` are those that verified, of those the
    platform range looks at (v2 not from API 28 on when there is v3, v1 not from API 24 on when there is a later one).
    """

    verified: bool
    schemes: tuple[str, ...]
    signers: tuple[Signer, ...]
    errors: tuple[Issue, ...]
    warnings: tuple[Issue, ...]
    blocks: tuple[Block, ...]

    @property
    def block_ids(self) -> tuple[int, ...]:
        """Return the ids of the APK Signing Block in file order."""
        return tuple(block.id for block in self.blocks)

    @property
    def certificates(self) -> tuple[str, ...]:
        """Return the SHA-256 of the certificates that the newest platforms take as the package's (--print-certs)."""
        for scheme in ("v3.1", "v3", "v2", "v1"):
            if scheme in self.schemes:
                found = tuple(s.sha256 for s in self.signers if s.scheme == scheme and s.sha256)
                return found[-1:] if scheme in ("v3.1", "v3") else found
        return ()
