"""The violation bench at the level of rules: what must be found in built packages, and whether it was (docs/bench.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mingcha.facts.factset import FactSet
    from mingcha.rules.judge import Judgement

EXPECTED = "expected.json"
_VERSION = 1
# Tables whose rows are places in code.
_PLACED = ("access", "conduct", "watched_call", "indirect_read")


class Fire(NamedTuple):
    """A finding that must be there; `start_state` is None where the rule is not about when code runs."""

    rule: str
    owner: str
    data_type: str | None
    start_state: str | None


class Expected(NamedTuple):
    """What must be said of one package: findings, rules without one, and why a tool is known to get it wrong."""

    pair: str
    fires: tuple[Fire, ...]
    silent: tuple[str, ...]
    beyond: str | None


class Line(NamedTuple):
    """One expectation and whether it was met; `what` is a finding to be made, or a rule to stay silent."""

    package: str
    what: Fire
    must_fire: bool
    met: bool
    beyond: str | None


def load_expected(folder: Path) -> dict[str, Expected]:
    """Read a bench's expected.json by name of package; MingchaError in one line when it is missing or malformed."""
    path = folder / EXPECTED
    try:
        read = json.loads(path.read_text("utf-8"))
        if read["schema_version"] != _VERSION:
            raise MingchaError(f"{path}: schema_version {read['schema_version']} 不受支持 / is not supported")
        return {name: _expected(record) for name, record in sorted(read["packages"].items())}
    except OSError as error:
        raise MingchaError(f"{path}: 无法读取 / cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MingchaError(f"{path}: 格式不符 / malformed ({error!r})") from error


def _expected(record: Mapping[str, Any]) -> Expected:
    fires = tuple(Fire(each["rule"], each["owner"], each["data_type"], each["start_state"]) for each in record["fires"])
    return Expected(record["pair"], fires, tuple(record["silent"]), record["beyond"])


def compare(name: str, expected: Expected, facts: FactSet, judgement: Judgement) -> list[Line]:
    """Return for each expectation of one package whether the judgement meets it."""
    states = _states(facts)
    made = set()
    for finding in judgement.findings:
        at = {state for place in finding.evidence for state in states.get(place.where, ())}
        made |= {Fire(finding.rule, finding.owner, finding.data_type, state) for state in (*at, None)}
    fired = {fire.rule for fire in made}
    lines = [Line(name, fire, must_fire=True, met=fire in made, beyond=expected.beyond) for fire in expected.fires]
    quiet = [Fire(rule, "", None, None) for rule in expected.silent]
    return lines + [Line(name, each, must_fire=False, met=each.rule not in fired, beyond=expected.beyond) for each in quiet]


def _states(facts: FactSet) -> dict[str, set[str]]:
    """Return the start states of what stands at a place, by the place as evidence names it."""
    states: dict[str, set[str]] = {}
    for table in _PLACED:
        for row in facts.rows[table]:
            place = f"{row['caller_class']}->{row['caller_method']}"
            for name in (place, f"{place}:{row['line']}"):
                states.setdefault(name, set()).add(row["start_state"])
    return states
