"""The verdict on a package's signatures, reached as AOSP tools/apksig ApkVerifier does without options.

The platform range is minSdkVersion and everything newer. Source stamps are listed among the blocks but not verified: no
platform looks at them when it installs a package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingcha.formats.signing.algorithms import N, P
from mingcha.formats.signing.block import V2, V3, V31, find_signing_block, signed_sections
from mingcha.formats.signing.digests import ContentDigests
from mingcha.formats.signing.issues import make_issue
from mingcha.formats.signing.lineage import starts_with
from mingcha.formats.signing.result import Issue, Signer, Signing
from mingcha.formats.signing.v1 import verify_v1
from mingcha.formats.signing.v2 import verify_v2
from mingcha.formats.signing.v3 import verify_v3

if TYPE_CHECKING:
    from mmap import mmap

    from mingcha.formats.signing.block import SigningBlock
    from mingcha.formats.signing.schemes import Node, SchemeResult
    from mingcha.formats.zip import Archive

# First platform that reads v3.1, and the target from which a v1 signature alone is refused.
_T = 33
_R = 30
# The newest platform that looks at every scheme: taken where the manifest does not tell the oldest one.
_M = 23


@dataclass(slots=True)
class _Verdict:
    """Results scheme by scheme, in the order in which platforms look at them."""

    results: list[SchemeResult] = field(default_factory=list)
    errors: list[Issue] = field(default_factory=list)
    lineage: tuple[Node, ...] = ()

    def add(self, result: SchemeResult) -> bool:
        """Take a scheme's result; tell whether to go on."""
        self.results.append(result)
        return result.verified

    def signers(self, scheme: str) -> list[Signer]:
        """Return the signers of a scheme that verified."""
        return [s for result in self.results if result.scheme == scheme and result.verified for s in result.signers]


def verify(
    data: bytes | bytearray | memoryview | mmap,
    archive: Archive,
    min_sdk: int | None,
    target_sdk: int | None = None,
    *,
    target_sandbox: int = 1,
) -> Signing:
    """Verify all signatures of an APK.

    `data` is the whole file; `archive` the same file opened as zip. `min_sdk`, `target_sdk` and `target_sandbox`
    (targetSandboxVersion) are the manifest's; `min_sdk` is None when the manifest could not be read: signers are
    still listed, but nothing is verified, as the platform refuses such a package. Never raises on hostile content.
    """
    verdict = _Verdict()
    if min_sdk is None:
        verdict.errors.append(make_issue("no-platform-range", ""))
    lowest = _M if min_sdk is None else max(min_sdk, 1)
    with memoryview(data) as whole, whole.cast("B") as view:
        block = find_signing_block(view, archive.eocd_offset)
        blocks = block.listed() if block else ()
        if block is None or _verify_block(verdict, view, archive.eocd_offset, block, lowest):
            _verify_rest(verdict, view, archive, lowest, (target_sdk or lowest, target_sandbox))
    errors = [*verdict.errors, *(issue for result in verdict.results for issue in result.errors)]
    return Signing(
        verified=not errors,
        schemes=tuple(sorted(result.scheme for result in verdict.results if result.verified)),
        signers=tuple(sorted((s for r in verdict.results for s in r.signers), key=lambda s: s.scheme)),
        errors=tuple(errors),
        warnings=tuple(issue for result in verdict.results for issue in result.warnings),
        blocks=blocks,
    )


def _verify_block(verdict: _Verdict, view: memoryview, eocd_offset: int, block: SigningBlock, min_sdk: int) -> bool:
    """Verify v3.1, v3 and v2, newest first; tell whether the package may still be good."""
    contents = ContentDigests(signed_sections(view, eocd_offset, block))
    found: set[int] = set()
    rotation_sdk = None
    v31, v3, v2 = block.find(V31), block.find(V3), block.find(V2)
    if v31 is not None:
        result, verdict.lineage = verify_v3(v31, contents, max(min_sdk, _T), scheme="v3.1")
        if not verdict.add(result):
            return False
        rotation_sdk = min(signer.min_sdk or 0 for signer in result.signers) or None
    if v3 is not None:
        found.add(3)
        result, lineage = verify_v3(v3, contents, max(min_sdk, P), rotation_sdk=rotation_sdk)
        if not verdict.add(result):
            return False
        verdict.lineage = verdict.lineage or lineage
    elif v31 is not None:
        verdict.errors.append(make_issue("v31-without-v3", "v3.1"))
        return False
    if v2 is not None and (min_sdk < P or v3 is None):
        return verdict.add(verify_v2(v2, contents, found, max(min_sdk, N)))
    return True


def _verify_rest(verdict: _Verdict, view: memoryview, archive: Archive, min_sdk: int, target: tuple[int, int]) -> None:
    """Verify v1 where a platform of the range relies on it, then what the schemes must have in common."""
    target_sdk, target_sandbox = target
    later = {int(result.scheme[1]) for result in verdict.results}
    if target_sandbox > 1 and not later:
        verdict.errors.append(make_issue("sandbox-needs-v2", "", target_sandbox))
    if min_sdk < N or not later:
        verdict.add(verify_v1(view, archive, later, min_sdk))
    if any(result.errors for result in verdict.results) or verdict.errors:
        return
    _compare_signers(verdict)
    if target_sdk >= _R and not later:
        verdict.errors.append(make_issue("target-needs-v2", "", target_sdk))


def _compare_signers(verdict: _Verdict) -> None:
    """Record where v1, v2 and v3 do not name the same signer."""
    v1, v2, v3 = (verdict.signers(scheme) for scheme in ("v1", "v2", "v3"))
    if v1 and v2 and {s.sha256 for s in v1} != {s.sha256 for s in v2}:
        verdict.errors.append(make_issue("v1-v2-signers-differ", ""))
    past = v1 or v2
    if not v3 or not past:
        return
    if len(past) != 1:
        verdict.errors.append(make_issue("several-past-signers", "v3"))
    if verdict.lineage:
        if not starts_with(verdict.lineage, past[0].sha256):
            verdict.errors.append(make_issue("past-signer-differs", "v3"))
        return
    if len(v3) != 1:
        verdict.errors.append(make_issue("several-v3-signers", "v3"))
    if v3[0].sha256 != past[0].sha256:
        verdict.errors.append(make_issue("past-signer-differs", "v3"))
