"""Whether an app is signed by the same certificate from version to version (26号 二（二）6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from mingcha.platform.words import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.platform.registry.models import Certificate, Version


class Continuity(models.TextChoices):
    """A version's certificates against those of the version before it whose signature is known."""

    FIRST = "first", both("首个版本", "first known")
    SAME = "same", both("证书一致", "same certificate")
    CHANGED = "changed", both("证书变更", "certificate changed")
    UNKNOWN = "unknown", both("未读取签名", "signature not read")


@dataclass(frozen=True, slots=True)
class Signed:
    """A version with the certificates of its valid signatures."""

    version: Version
    certificates: tuple[Certificate, ...]
    continuity: Continuity


def continuity(versions: Iterable[Version]) -> list[Signed]:
    """Return the versions in the given order, the newest first, each judged against the nearest older one that was read.

    A version that shares a certificate with it is `SAME`: an added signer is no break. `signatures__certificate` should be prefetched.
    """
    found: list[Signed] = []
    before: set[str] | None = None
    for version in reversed(list(versions)):
        certificates = {each.certificate_id: each.certificate for each in version.signatures.all() if each.valid}
        if not certificates:
            state = Continuity.UNKNOWN
        elif before is None:
            state = Continuity.FIRST
        else:
            state = Continuity.SAME if before & set(certificates) else Continuity.CHANGED
        before = set(certificates) or before
        found.append(Signed(version, tuple(certificates[key] for key in sorted(certificates)), state))
    return found[::-1]
