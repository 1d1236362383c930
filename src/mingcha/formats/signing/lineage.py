"""Proof of rotation: the chain of certificates through which a package's key was changed.

Format and checks: AOSP tools/apksig V3SigningCertificateLineage and SigningCertificateLineage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.formats.signing.algorithms import ALGORITHMS
from mingcha.formats.signing.certificates import BadCertificateError, read_certificate
from mingcha.formats.signing.keys import family_of, signature_holds
from mingcha.formats.signing.reader import MalformedError, Reader
from mingcha.formats.signing.schemes import Node

if TYPE_CHECKING:
    from mingcha.formats.signing.schemes import SignerRecord

_VERSION = 1
_MOST_NODES = 64


def read_lineage(record: SignerRecord, value: bytes) -> tuple[Node, ...]:
    """Return the verified nodes, oldest first; the signer is rejected unless the chain ends in its certificate."""
    nodes: list[Node] = []
    try:
        reader = Reader(memoryview(value))
        if reader.u32() != _VERSION:
            raise record.reject("lineage-malformed")
        while reader.remaining:
            if len(nodes) == _MOST_NODES:
                raise record.reject("lineage-malformed")
            nodes.append(_read_node(record, reader.record(), nodes))
    except MalformedError as error:
        raise record.reject("lineage-malformed") from error
    digests = [node.certificate.sha256 for node in nodes]
    if not digests or digests[-1] != record.certificates[0].sha256 or len(set(digests)) != len(digests):
        raise record.reject("lineage-other-certificate")
    return tuple(nodes)


def _read_node(record: SignerRecord, reader: Reader, before: list[Node]) -> Node:
    signed = reader.record()
    flags = reader.u32()
    algorithm = reader.u32()
    signature = bytes(reader.field())
    data = bytes(signed.rest)
    try:
        certificate = read_certificate(bytes(signed.field()))
    except BadCertificateError as error:
        raise record.reject("lineage-wrong") from error
    parent_algorithm = signed.u32()
    if before and not _blessed(before[-1], parent_algorithm, signature, data):
        raise record.reject("lineage-wrong")
    return Node(certificate, parent_algorithm, algorithm, signature, flags)


def _blessed(parent: Node, algorithm_id: int, signature: bytes, data: bytes) -> bool:
    """Tell whether the parent signed the next certificate with the algorithm that both name."""
    algorithm = ALGORITHMS.get(parent.algorithm)
    key = parent.certificate.key
    if algorithm is None or algorithm.id != algorithm_id or key is None or family_of(key) != algorithm.family:
        return False
    return signature_holds(key, algorithm.hash, signature, data, pss=algorithm.pss)


def longest_lineage(lineages: list[tuple[Node, ...]]) -> tuple[Node, ...] | None:
    """Return the longest lineage, () when there is none, or None when another one is not its beginning."""
    longest = max(lineages, key=len, default=())
    return longest if all(lineage == longest[: len(lineage)] for lineage in lineages) else None


def starts_with(lineage: tuple[Node, ...], sha256: str | None) -> bool:
    """Tell whether the certificate with this SHA-256 is the oldest of a lineage."""
    return bool(lineage) and lineage[0].certificate.sha256 == sha256
