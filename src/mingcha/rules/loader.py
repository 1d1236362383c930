"""Loads a rule pack: every .sql file of the folders of a pack."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import InvalidRuleError
from mingcha.rules.rule import Rule, parse_rule

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue

FOLDER = Path(__file__).parent


class Pack(NamedTuple):
    """The rules of one folder in the order of their ids; `digest` is the SHA-256 over the files' places and bytes."""

    rules: tuple[Rule, ...]
    digest: str
    folder: Path


def load_pack(catalogue: Catalogue, folder: Path = FOLDER) -> Pack:
    """Read all rules below `folder` (the product's own by default), front matter from compiled.json where that knows the file.

    InvalidRuleError at the first file that is malformed or books findings on clauses or criteria that do not exist.
    """
    digest = hashlib.sha256()
    compiled = folder / "compiled.json"
    fronts = json.loads(compiled.read_bytes()) if compiled.exists() else {}
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*/*.sql")):
        place = f"{path.parent.name}/{path.name}"
        source = path.read_bytes()
        own = hashlib.sha256(source)
        digest.update(place.encode() + b"\0" + own.digest())
        try:
            rule = parse_rule(source.decode(), place, fronts.get(own.hexdigest()))
        except UnicodeDecodeError as error:
            raise InvalidRuleError(f"{place}: not UTF-8") from error
        if rule.id in rules:
            raise InvalidRuleError(f"{place}: id {rule.id} is also that of {rules[rule.id].place}")
        unknown = [clause for clause in rule.clauses if clause not in catalogue.clauses]
        unknown += [criterion for criterion in rule.criteria if criterion not in catalogue.criteria]
        if unknown:
            raise InvalidRuleError(f"{place}: unknown {', '.join(unknown)}")
        rules[rule.id] = rule
    if not rules:
        raise InvalidRuleError(f"{folder}: no rules (folder/rule.sql)")
    return Pack(tuple(rules[key] for key in sorted(rules)), digest.hexdigest(), folder)
