"""SARIF locations of a report: artifacts, the place of each result, its further places and its call paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.reports import view, words
from mingcha.reports.names import readable
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from mingcha.model import Evidence, Finding, Report

# Kind of evidence → the entry of the package that stands for it, whatever the number of the dex file.
_ENTRIES = {
    "code": "classes.dex",
    "sdk": "classes.dex",
    "manifest": "AndroidManifest.xml",
    "resources": "resources.arsc",
    "signature": "META-INF/MANIFEST.MF",
    "native": "lib",
}
_OTHER = "AndroidManifest.xml"
MAX_TEXT = 400
# What keeps a log of hundreds of findings below GitHub's ten megabytes; a long path is cut in its middle.
MAX_STEPS = 40
MAX_FLOWS = 3


class Places:
    """Locations within one report's package."""

    def __init__(self, report: Report) -> None:
        self._package = report.package
        self._states = {(access.owner, access.data_type, access.path): access.start_state for access in report.accesses}
        self._behaviours = {(access.owner, access.path): access.start_state for access in report.accesses}
        used = {_entry(place.kind) for finding in report.findings for place in finding.evidence}
        self._used = sorted(used | {_OTHER, _ENTRIES["code"]})

    def artifacts(self) -> list[dict[str, Any]]:
        """Return the package, with its hash, and the entries in it that locations name."""
        package = self._package
        whole = {
            "location": {"uri": _uri(shorten(package.file_name, 200))},
            "length": package.size,
            "hashes": {"sha-256": package.sha256},
            "roles": ["analysisTarget"],
        }
        return [whole, *({"location": {"uri": name}, "parentIndex": 0, "roles": ["resultFile"]} for name in self._used)]

    def primary(self, finding: Finding) -> dict[str, Any]:
        """Return the place of a result: its best evidence, in an entry whose name stays from build to build."""
        best = view.best_evidence(finding)
        if best is None:
            return {"physicalLocation": self._physical(_OTHER)}
        return self._location(best.where, _entry(best.kind))

    def related(self, finding: Finding) -> list[dict[str, Any]]:
        """Return every place of a finding, numbered, with what stands there."""
        return [
            {"id": number, **self._location(place.where, _entry(place.kind)), "message": {"text": _text(place)}}
            for number, place in enumerate(finding.evidence, 1)
        ]

    def code_flows(self, finding: Finding) -> list[dict[str, Any]]:
        """Return the call paths of a finding, from entry point to call, one flow each."""
        paths = list(dict.fromkeys(place.path for place in finding.evidence if place.path))[:MAX_FLOWS]
        return [{"threadFlows": [{"locations": self._steps(path)}]} for path in paths]

    def start_state(self, finding: Finding) -> str | None:
        """Return when the best-proved call of a finding can run; None where that was not asked."""
        best = view.best_evidence(finding)
        if best is None or best.kind != "code":
            return None
        known = self._states.get((finding.owner, finding.data_type, best.path)) or self._behaviours.get((finding.owner, best.path))
        return known.value if known else None

    def _steps(self, path: tuple[str, ...]) -> list[dict[str, Any]]:
        head, hidden, tail = view.middle_cut(path, MAX_STEPS)
        steps = [self._step(step) for step in head]
        if hidden:
            steps.append(self._step(words.joined(words.hidden_steps(hidden))))
        return steps + [self._step(step) for step in tail]

    def _step(self, step: str) -> dict[str, Any]:
        location = self._location(step, _ENTRIES["code"])
        return {"location": {**location, "message": {"text": readable(shorten(step, MAX_TEXT))}}}

    def _location(self, where: str, entry: str) -> dict[str, Any]:
        logical = readable(shorten(where, MAX_TEXT))
        return {"physicalLocation": self._physical(entry), "logicalLocations": [{"fullyQualifiedName": logical}]}

    def _physical(self, entry: str) -> dict[str, Any]:
        # GitHub wants a line; a binary entry has none. The line of the source stands in the logical location.
        return {"artifactLocation": {"uri": entry, "index": self._used.index(entry) + 1}, "region": {"startLine": 1}}


def _entry(kind: str) -> str:
    return _ENTRIES.get(kind, _OTHER)


def _text(place: Evidence) -> str:
    kind = words.joined(words.known(words.EVIDENCE_KINDS, place.kind))
    return readable(f"{kind}: {shorten(place.where, MAX_TEXT)}  {shorten(place.quote, MAX_TEXT)}".rstrip())


def _uri(name: str) -> str:
    """Return a file name as a relative URI reference (RFC 3986)."""
    from urllib.parse import quote  # noqa: PLC0415 - start-up time

    return quote(name, safe="")
