"""Facts of the signatures: every signer under every scheme, as the platform would take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.formats.signing import verify

if TYPE_CHECKING:
    from mmap import mmap

    from mingcha.facts.factset import FactSet
    from mingcha.formats.apk import Apk


def collect_signers(facts: FactSet, data: bytes | memoryview | mmap, apk: Apk) -> None:
    """Add signer rows and the coverage of the signature; a scheme that names no signer has a row with its error."""
    found = apk.manifest
    if found is None:
        signing = verify(data, apk.archive, None)
    else:
        signing = verify(data, apk.archive, found.min_sdk, found.target_sdk, target_sandbox=found.target_sandbox)
    for signer in signing.signers:
        facts.add(
            "signer",
            scheme=signer.scheme,
            subject=signer.subject,
            sha256=signer.sha256,
            algorithm=signer.algorithm,
            valid=signer.valid,
            debug=signer.debug,
            not_after=signer.not_after,
            error=f"{signer.error.zh} / {signer.error.en}" if signer.error else None,
        )
    for issue in (*signing.errors, *signing.warnings):
        place = " ".join(part for part in (issue.scheme, issue.signer) if part)
        facts.limit(f"signature-{issue.code}", place, issue.text.zh, issue.text.en)
    named = {signer.scheme for signer in signing.signers}
    for issue in signing.errors:
        if issue.scheme and issue.scheme not in named:
            named.add(issue.scheme)
            facts.add("signer", scheme=issue.scheme, valid=False, debug=False, error=f"{issue.text.zh} / {issue.text.en}")
    if found is None:
        facts.cover("signature", "partial", "无清单，未能按支持的系统版本验证", "no manifest: not verified for the supported versions")
    else:
        facts.cover("signature", "complete")
