"""Makes findings of the rows that one rule's query gave for one package."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.model import Evidence, Finding, Text
from mingcha.rules.rule import RESULT_COLUMNS, Rule, fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.catalogue import Catalogue

Row = dict[str, Any]

# Sites that a finding shows; the rest is counted.
MAX_SITES = 20
_APP = Text("本APP", "the app")
_LIBRARY = "oss:"
_UNKNOWN = "unknown:"
# The clause about collection without notice and consent, for which an SDK's own consent switch is the remedy.
_BEFORE_CONSENT = "MIIT-2020-1"


class _Key(NamedTuple):
    """What sets the findings of one rule and package apart."""

    owner: str
    data_type: str
    words: tuple[str, ...]


def make_findings(rule: Rule, rows: Sequence[Row], catalogue: Catalogue) -> list[Finding]:
    """Return one finding per owner, data type and key of the rule, sorted by these; its evidence is best first."""
    groups: dict[_Key, list[Row]] = {}
    for row in rows:
        key = _Key(row.get("owner") or "app", row.get("data_type") or "", tuple(_word(row.get(k)) for k in rule.key))
        groups.setdefault(key, []).append(row)
    return [_finding(rule, key, groups[key], catalogue) for key in sorted(groups)]


def owner_name(owner: str, catalogue: Catalogue) -> Text:
    """Return an owner in words: the app, an SDK by its registered names, an open-source library, or unrecognised code."""
    if owner == "app":
        return _APP
    if owner in catalogue.sdks:
        return catalogue.sdks[owner].name
    library = catalogue.libraries.get(owner.removeprefix(_LIBRARY)) if owner.startswith(_LIBRARY) else None
    if library is not None:
        return Text(f"开源库{library.name}", f"the open-source library {library.name}")
    prefix = owner.removeprefix(_UNKNOWN)
    return Text(f"未识别的第三方代码（{prefix}）", f"unrecognised third-party code ({prefix})")


def fingerprint(rule: str, owner: str, data_type: str, words: Sequence[str]) -> str:
    """Return the id of a finding: 16 hex digits that stay the same from version to version of an app."""
    return hashlib.sha256("|".join((rule, owner, data_type, *words)).encode()).hexdigest()[:16]


def _finding(rule: Rule, key: _Key, rows: list[Row], catalogue: Catalogue) -> Finding:
    rows.sort(key=_order)
    words = {name: _word(value) for name, value in rows[0].items() if name not in RESULT_COLUMNS}
    words |= _given_words(key, catalogue)
    return Finding(
        id=fingerprint(rule.id, *key),
        rule=rule.id,
        verdict=rule.decides,
        grade=rule.grade,
        clauses=rule.clauses,
        criteria=rule.criteria,
        label=rule.label,
        title=rule.title,
        owner=key.owner,
        data_type=key.data_type or None,
        sentence=fill(rule.sentence, words),
        remedy=_remedy(rule, words, key.owner, catalogue),
        evidence=_sites(rows, rule.needs[0]),
    )


def _remedy(rule: Rule, words: dict[str, str], owner: str, catalogue: Catalogue) -> Text:
    """Return the rule's remedy and, where an SDK collects too early, how that SDK lets an app wait for consent."""
    remedy, sdk = fill(rule.remedy, words), catalogue.sdks.get(owner)
    if sdk is None or sdk.consent is None or _BEFORE_CONSENT not in rule.clauses:
        return remedy
    return Text(f"{remedy.zh}{sdk.name.zh}：{sdk.consent.zh}", f"{remedy.en} {sdk.name.en}: {sdk.consent.en}")


def _given_words(key: _Key, catalogue: Catalogue) -> dict[str, str]:
    owner = owner_name(key.owner, catalogue)
    data_type = catalogue.data_types.get(key.data_type)
    return {
        "owner": key.owner,
        "owner_zh": owner.zh,
        "owner_en": owner.en,
        "data_type": key.data_type,
        "data_type_zh": data_type.zh if data_type else key.data_type,
        "data_type_en": data_type.en if data_type else key.data_type,
    }


def _order(row: Row) -> tuple[Any, ...]:
    rank = row.get("rank")
    words = sorted((name, _word(value)) for name, value in row.items())
    return (rank is None, rank or 0, row.get("place") or "", row.get("quote") or "", words)


def _sites(rows: Sequence[Row], kind: str) -> tuple[Evidence, ...]:
    sites = list(
        dict.fromkeys(
            Evidence(
                row.get("evidence_kind") or kind,
                row.get("place") or "",
                _word(row.get("quote")),
                _path(row.get("path")),
            )
            for row in rows
        )
    )
    more = len(sites) - MAX_SITES
    if more > 0:
        last = sites[MAX_SITES - 1]
        quote = f"{last.quote}（另有{more}处未列出 / {more} more not listed）"
        sites[MAX_SITES - 1 :] = [Evidence(last.kind, last.where, quote, last.path)]
    return tuple(sites)


def _path(value: list[str] | str | None) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value or ())


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " → ".join(map(str, value))
    return str(value)
