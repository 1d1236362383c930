"""Facts of the privacy policy that came with a package: its statements, the checks of its form, its third parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.catalogue import load
from mingcha.policy.resolve import resolve

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet

_NONE = ("未读出任何陈述", "no statement was read")


def collect_policy(facts: FactSet, found: dict[str, Any]) -> None:
    """Add the rows of a reading as `mingcha.policy.wire.merge` returns it, and say how much of the policy was seen."""
    for item in found["disclosures"]:
        facts.add("disclosure", **item)
    kinds = load().policy_terms.sections["elements"]
    for item in found["elements"]:
        facts.add("policy_element", kind=kinds[item["element"]]["kind"], **item)
    for row in found["sdks"]:
        ids = resolve(row["name"])
        for number, sdk in enumerate(ids or (None,)):
            facts.add("policy_sdk", **{**row, "sdk": sdk, "match": None if sdk is None else "family" if number else "exact"})
    for limit in found["limits"]:
        facts.limit("policy", limit["file"], limit["zh"], limit["en"])
    facts.rows["coverage"] = [row for row in facts.rows["coverage"] if row["kind"] != "policy"]
    if not found["disclosures"]:
        facts.cover("policy", "partial", *_NONE)
    elif found["limits"]:
        facts.cover("policy", "partial", found["limits"][0]["zh"], found["limits"][0]["en"])
    else:
        facts.cover("policy", "complete")
