"""A rule: front matter in YAML between /*--- and ---*/, then one SQL query over the fact tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from mingcha.model import Grade, InvalidRuleError, Text, Verdict
from mingcha.rules.compile import read_front, split

if TYPE_CHECKING:
    from collections.abc import Mapping

# Columns of a query's result that the judge reads itself; every other column is a word for the sentences.
RESULT_COLUMNS = ("package", "owner", "data_type", "evidence_kind", "place", "quote", "path", "rank")
# Words that every sentence may use, whatever the query returns.
GIVEN_WORDS = ("owner", "owner_zh", "owner_en", "data_type", "data_type_zh", "data_type_en")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LISTS = ("clauses", "criteria", "exhausts", "needs", "silence_of", "key")
_TEXTS = ("title", "sentence", "remedy")
_REQUIRED = ("id", "clauses", "criteria", "title", "decides", "grade", "needs", "sentence", "remedy")


class Rule(NamedTuple):
    """One rule of a pack; `place` is its path within the pack, folder/file.sql.

    `needs` are the kinds of evidence without which the outcome is not-tested; `silence_of` are those whose silence is
    part of the proof, so that they must be complete before a row counts; `exhausts` are the criteria that the rule's
    silence settles. `key` are result columns that set findings apart besides owner and data type. `label` is empty where
    no public notice has a label for the criteria.
    """

    id: str
    place: str
    clauses: tuple[str, ...]
    criteria: tuple[str, ...]
    exhausts: tuple[str, ...]
    label: str
    title: Text
    decides: Verdict
    grade: Grade
    needs: tuple[str, ...]
    silence_of: tuple[str, ...]
    key: tuple[str, ...]
    sentence: Text
    remedy: Text
    sql: str


def parse_rule(source: str, place: str, front: Any = None) -> Rule:
    """Read one rule file; InvalidRuleError names the place and what is wrong with the file's form.

    `front` is what its front matter says, if that is known already.
    """
    parts = split(source)
    if parts is None:
        _refuse(place, "must begin with /*--- front matter ---*/ and go on with SQL")
    if front is None:
        front = _read_front(parts[0], place)
    if not isinstance(front, dict):
        _refuse(place, "front matter must be a mapping")
    known = {*_REQUIRED, *_LISTS, "label"}
    if unknown := sorted(str(key) for key in front if key not in known):
        _refuse(place, f"unknown front matter: {', '.join(unknown)}")
    if missing := [key for key in _REQUIRED if key not in front]:
        _refuse(place, f"front matter lacks {', '.join(missing)}")
    lists = {key: _words(front.get(key, []), key, place) for key in _LISTS}
    texts = {key: _text(front[key], key, place) for key in _TEXTS}
    try:
        decides, grade = Verdict(front["decides"]), Grade(front["grade"])
    except ValueError as error:
        _refuse(place, str(error))
    if decides not in (Verdict.VIOLATED, Verdict.SUSPECTED):
        _refuse(place, f"decides must be violated or suspected, not {decides}")
    return Rule(
        id=str(front["id"]),
        place=place,
        label=str(front.get("label") or ""),
        decides=decides,
        grade=grade,
        sql=parts[1],
        title=texts["title"],
        sentence=texts["sentence"],
        remedy=texts["remedy"],
        **lists,
    )


def _read_front(front: str, place: str) -> Any:
    import yaml  # noqa: PLC0415 - start-up time

    try:
        return read_front(front)
    except yaml.YAMLError as error:
        _refuse(place, f"front matter is not YAML: {' '.join(str(error).split())}")


def placeholders(text: Text) -> set[str]:
    """Return the names in braces of both languages."""
    return {*_PLACEHOLDER.findall(text.zh), *_PLACEHOLDER.findall(text.en)}


def fill(text: Text, words: Mapping[str, str]) -> Text:
    """Put words in the place of their names in braces; an unknown name stays as it is."""

    def word(match: re.Match[str]) -> str:
        return words.get(match[1], match[0])

    return Text(_PLACEHOLDER.sub(word, text.zh), _PLACEHOLDER.sub(word, text.en))


def _words(value: Any, key: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        _refuse(place, f"{key} must be a list of words")
    return tuple(value)


def _text(value: Any, key: str, place: str) -> Text:
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        _refuse(place, f"{key} must have zh and en")
    return Text(str(value["zh"] or "").strip(), str(value["en"] or "").strip())


def _refuse(place: str, what: str) -> NoReturn:
    raise InvalidRuleError(f"{place}: {what}")
