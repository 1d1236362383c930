"""APK signatures: v1 (JAR), v2, v3 and v3.1, verified for every platform version the package supports."""

from mingcha.formats.signing.result import Block, Issue, Signer, Signing
from mingcha.formats.signing.verify import verify

__all__ = ["Block", "Issue", "Signer", "Signing", "verify"]
