"""Writes docs/coverage.md: every criterion of the catalogue with its rules, or why it has none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.rules import load_pack
from mingcha.rules.coverage import cover, load_reasons

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.rules.coverage import State

TARGET = Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
_HEAD = """# Coverage of the criteria 检测项覆盖情况

目录中全部检测项、对应规则、可达到的结论、所需证据和现状。由 `python -m scripts.write_coverage` 生成，请勿手工修改。

Every criterion of the catalogue: the rules that look for it, the verdict that can be reached (from files alone / by a machine with
everything at hand), the evidence it needs, and where it has no rule, why. Written by `python -m scripts.write_coverage`; do not edit.
A criterion without a rule is never called clean: its clause says that it was not tested.
"""


def render() -> str:
    """Return the page."""
    catalogue = load()
    states = cover(load_pack(catalogue), catalogue, load_reasons(catalogue))
    ruled = sum(bool(state.rules) for state in states)
    shares = Counter((state.criterion.file_only_verdict, bool(state.rules)) for state in states)
    decide, suspect = ((shares[verdict, True], shares[verdict, True] + shares[verdict, False]) for verdict in ("decide", "suspect"))
    sums = f"{len(states)} criteria, {ruled} with a rule. Of the {decide[1]} that files alone can decide {decide[0]} have one,"
    sums += f" of the {suspect[1]} on which files allow a suspicion {suspect[0]}."
    lines = [
        _HEAD,
        sums,
        "",
        "| criterion | title | rules | verdict: files / machine | evidence | state |",
        "|---|---|---|---|---|---|",
        *(_row(state, catalogue) for state in states),
    ]
    return "\n".join(lines) + "\n"


def _row(state: State, catalogue: Catalogue) -> str:
    criterion = state.criterion
    rules = ", ".join(f"`{rule.id}`" for rule in state.rules) or "–"
    evidence = ", ".join(catalogue.evidence_kinds[need.kind].title.en for need in criterion.evidence)
    title = f"{criterion.title.zh} / {criterion.title.en}"
    verdict = f"{criterion.file_only_verdict} / {criterion.machine_verdict}"
    return f"| {criterion.id} | {title} | {rules} | {verdict} | {evidence} | {_state(state, catalogue)} |"


def _state(state: State, catalogue: Catalogue) -> str:
    if state.rules:
        return "规则 rule"
    if state.reason is not None:
        return f"{state.reason.zh} / {state.reason.en}"
    kinds = [catalogue.evidence_kinds[need.kind].title for need in state.criterion.evidence]
    return f"尚无规则，需要{'、'.join(kind.zh for kind in kinds)} / no rule yet: needs {', '.join(kind.en for kind in kinds)}"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
