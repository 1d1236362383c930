"""What was seen of a package: the state of each kind of evidence, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import CoverageState, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.facts.factset import FactSet

# Kinds of evidence by their name in the coverage table.
KINDS: dict[str, Text] = {
    "manifest": Text("清单文件", "manifest"),
    "resources": Text("资源文件", "resources"),
    "signature": Text("签名", "signature"),
    "code": Text("代码", "code"),
    "native": Text("原生库", "native code"),
    "policy": Text("隐私政策", "privacy policy"),
    "links": Text("SDK政策链接的访问记录", "record of the SDK policies' links"),
    "listing": Text("分发页面", "store listing"),
    "runtime": Text("运行轨迹", "runtime trace"),
    "screen": Text("界面", "screens"),
}
# Kinds that reading files gives; the others are for a device run or a person.
FILE_KINDS = ("manifest", "resources", "signature", "code", "native", "policy", "links", "listing")
_NOT_GIVEN = Text("未提供", "not provided")


class Seen(NamedTuple):
    """How much of one kind of evidence was seen; `why` explains anything but complete."""

    state: CoverageState
    why: Text


class Evidence:
    """The coverage of one package; a kind without a row is absent. `states` is equal where the coverage is."""

    def __init__(self, facts: FactSet) -> None:
        self._seen = {
            row["kind"]: Seen(
                CoverageState(row["state"]),
                Text(row.get("why_zh") or _NOT_GIVEN.zh, row.get("why_en") or _NOT_GIVEN.en),
            )
            for row in facts.rows["coverage"]
        }
        self.states = tuple(sorted(self._seen.items()))
        self._incomplete: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, kind: str) -> Seen:
        """Return what was seen of one kind."""
        return self._seen.get(kind, Seen(CoverageState.ABSENT, _NOT_GIVEN))

    def complete(self, kind: str) -> bool:
        """Tell whether all of one kind was seen."""
        return self.of(kind).state is CoverageState.COMPLETE

    def incomplete(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Return the kinds that were not seen completely, in the order given."""
        known = self._incomplete.get(kinds)
        if known is None:
            known = self._incomplete[kinds] = tuple(kind for kind in kinds if not self.complete(kind))
        return known

    def reasons(self, kinds: Iterable[str]) -> Text:
        """Return in words why kinds are not complete."""
        parts = [(KINDS[kind], self.of(kind).why) for kind in kinds]
        return Text(
            "；".join(f"{name.zh}：{why.zh}" for name, why in parts),
            "; ".join(f"{name.en}: {why.en}" for name, why in parts),
        )
