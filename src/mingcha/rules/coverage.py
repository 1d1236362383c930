"""Which criteria have a rule, and why the others have none (unruled.yaml beside the rules)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import InvalidRuleError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.catalogue import Catalogue, Criterion
    from mingcha.rules.loader import Pack
    from mingcha.rules.rule import Rule

UNRULED = Path(__file__).with_name("unruled.yaml")
# Kinds of evidence that a package always brings: a criterion with one of them has a rule or a reason.
FROM_PACKAGE = frozenset({"static_code", "manifest"})


class State(NamedTuple):
    """How far a criterion is covered: its rules, or the reason for having none, if one is given."""

    criterion: Criterion
    rules: tuple[Rule, ...]
    reason: Text | None


def load_reasons(catalogue: Catalogue, path: Path = UNRULED) -> dict[str, Text]:
    """Read why criteria have no rule, by id; InvalidRuleError for an unknown criterion or a missing language."""
    import yaml  # noqa: PLC0415 - start-up time

    read = yaml.safe_load(path.read_text("utf-8")) or {}
    for name, words in read.items():
        if name not in catalogue.criteria:
            raise InvalidRuleError(f"{path.name}: {name} is no criterion")
        if not isinstance(words, dict) or set(words) != {"zh", "en"}:
            raise InvalidRuleError(f"{path.name}: {name} must have zh and en")
    return {name: Text(words["zh"], words["en"]) for name, words in read.items()}


def cover(pack: Pack, catalogue: Catalogue, reasons: Mapping[str, Text]) -> list[State]:
    """Return the state of every criterion in the catalogue's order."""
    rules: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        for name in rule.criteria:
            rules.setdefault(name, []).append(rule)
    return [State(each, tuple(rules.get(each.id, ())), reasons.get(each.id)) for each in catalogue.criteria.values()]


def unexplained(states: list[State]) -> list[str]:
    """Return what is wrong: criteria that a package shows without rule or reason, and reasons beside a rule."""
    wrong = []
    for criterion, rules, reason in states:
        shown = any(need.kind in FROM_PACKAGE for need in criterion.evidence)
        if shown and not rules and reason is None:
            wrong.append(f"{criterion.id}: neither rule nor reason")
        if rules and reason is not None:
            wrong.append(f"{criterion.id}: a reason beside its rule {rules[0].id}")
    return wrong
