"""A bounded record of what is odd or lost in a package."""

from __future__ import annotations

from collections import Counter

# (code, where, zh, en), as mingcha.facts.FactSet.limit takes it.
Anomaly = tuple[str, str, str, str]

_PER_CODE = 20
_LONGEST_PLACE = 300


class Anomalies:
    """Collects anomalies; after 20 of one code only their number is kept, so no file can flood the report."""

    def __init__(self) -> None:
        self._kept: list[Anomaly] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, where: str, zh: str, en: str) -> None:
        """Record one anomaly; the same code at the same place counts once."""
        if len(where) > _LONGEST_PLACE:
            where = where[:_LONGEST_PLACE] + "…"
        anomaly = (code, where, zh, en)
        if self._counts[code] <= _PER_CODE and anomaly in self._kept:
            return
        self._counts[code] += 1
        if self._counts[code] <= _PER_CODE:
            self._kept.append(anomaly)

    def merge(self, other: Anomalies) -> None:
        """Take over what another record kept."""
        for anomaly in other.listed():
            self.add(*anomaly)

    def codes(self) -> frozenset[str]:
        """Return the codes seen so far."""
        return frozenset(self._counts)

    def listed(self) -> list[Anomaly]:
        """Return what was kept, in order of discovery, with one closing line for each code that overflowed."""
        more = [
            (
                code,
                "",
                f"另有 {count - _PER_CODE} 处同类问题未逐一列出",
                f"{count - _PER_CODE} more of the same kind are not listed",
            )
            for code, count in sorted(self._counts.items())
            if count > _PER_CODE
        ]
        return self._kept + more
