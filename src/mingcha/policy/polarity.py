"""Denials: clauses that say that the handler does not do something with data, with or without an exception.

A refusal's consequence (如不提供，将无法使用), a user's choice (您可以不提供) and a purpose (防止泄露) are none.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import forms, pattern, section
from mingcha.policy.normalise import normal_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.policy.lexicon import Hit

NO = "no"
NO_WITH_EXCEPTION = "no-with-exception"

_CLAUSE = re.compile(r"[^,。;!?()\n:]+")
_NEGATIVE = re.compile(r"[不未没无]")
_ENGLISH_NEGATIVES = ("no", "never", "neither", "n't", "without")
_ENGLISH_EXCEPTION = re.compile(
    r"\b(?:except|unless|without (?:your|prior|explicit|express|first)|other than|beyond)\b|\bonly (?:if|when)\b"
)
_PARTICIPLES = frozenset({"read", "sold", "kept", "sent", "given", "held"})
# Without a subject it tells the reader what not to do.
_IMPERATIVE, _BARE = ("do not", "don't", "never"), re.compile(r"[^a-z]*(?:please )?|[^.;]*, ")
_BEFORE = 40
_CONSENT = re.compile("未经[^,]{0,14}?(?:同意|授权|许可|允许)")


@dataclass(frozen=True, slots=True)
class Denial:
    """A denied practice at [start, end) of the normalised text, the clause it stands in, and its polarity.

    `polarity` is no or no-with-exception; `verb` is the practice verb's place.
    """

    start: int
    end: int
    verb: int
    polarity: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    word: re.Pattern[str]
    denied: re.Pattern[str]
    guards: re.Pattern[str]
    before: re.Pattern[str]
    then: re.Pattern[str]
    user: re.Pattern[str]
    handler: re.Pattern[str]
    consequence: re.Pattern[str]
    unable: re.Pattern[str]
    object: re.Pattern[str]
    exception: re.Pattern[str]
    join: re.Pattern[str]
    english: re.Pattern[str]
    english_user: re.Pattern[str]
    english_guards: re.Pattern[str]
    english_clause: re.Pattern[str]


@functools.cache
def _grammar() -> _Grammar:
    found = section("negation_grammar")
    words = "|".join(sorted(found["neg"], key=len, reverse=True))
    verbs = "|".join(sorted(found["verbs"], key=len, reverse=True))
    gap = rf"{found['gap']}[^,。;!?]{{0,{found['gap_max_chars']}}}?"
    return _Grammar(
        word=re.compile(words),
        denied=re.compile(normal_pattern(f"({words})({gap})({verbs})")),
        guards=pattern(*found["guards"]),
        before=pattern(*found["prefix_block"]),
        then=pattern(found["then_block"]),
        user=pattern(found["user_subject"]),
        handler=pattern(found["handler"]),
        consequence=pattern(*found["consequence_block"]),
        unable=pattern(found["unable"]),
        object=pattern(found["object"]),
        exception=pattern(*found["exception"]),
        join=pattern(found["join_before_comma"]),
        english=_english_denial(found),
        english_user=re.compile(found["english_subject_must_not_be"]),
        english_guards=re.compile(found["english_guards"]),
        english_clause=re.compile(found["english_clause"]),
    )


def _english_denial(found: Mapping[str, str]) -> re.Pattern[str]:
    """Compile the forms of an English denial: do not collect, is never shared, neither … receives, collects no data."""
    verbs = {form: verb for verb in found["english_verbs"].split("|") for form in (forms(verb) if " " not in verb else (verb,))}
    every = "|".join(sorted(verbs, key=len, reverse=True))
    done = "|".join(sorted((form for form, verb in verbs.items() if form != verb or verb in _PARTICIPLES), key=len, reverse=True))
    gap = found["english_gap"]
    return re.compile(
        rf"(?:{found['english_not']}){gap} (?:{every})\b|(?:{found['english_be']}){gap} (?:{done})\b"
        rf"|{found['english_none']}\b(?:{every})\b|\b(?:{every}){found['english_object']}|{found['english_kept']}"
    )


def find_denials(text: str, start: int, end: int, data: list[Hit]) -> list[Denial]:
    """Return the denials of the sentence [start, end); `data` are its data words, which can stand for the object."""
    if _NEGATIVE.search(text, start, end):
        return _chinese(text, start, end, data)
    sentence = text[start:end]
    return _english(text, start, end) if any(word in sentence for word in _ENGLISH_NEGATIVES) else []


def _chinese(text: str, start: int, end: int, data: list[Hit]) -> list[Denial]:
    grammar = _grammar()
    sentence = text[start:end]
    # 不会在未经授权时，公开…: the comma does not end the clause.
    sentence = grammar.join.sub(lambda match: match.group().replace(",", "\0"), sentence)
    except_for = grammar.exception.search(sentence) is not None
    found = []
    for clause in _CLAUSE.finditer(sentence):
        if not _NEGATIVE.search(sentence, *clause.span()):
            continue
        if not (
            any(start + clause.start() <= hit.start < start + clause.end() for hit in data)
            or grammar.object.search(sentence, max(0, clause.start() - _BEFORE), clause.end())
        ):
            continue
        for word in grammar.word.finditer(sentence, *clause.span()):
            match = grammar.denied.match(sentence, word.start(), clause.end())
            if match and _denies(grammar, sentence, clause.start(), clause.end(), match):
                polarity = NO_WITH_EXCEPTION if except_for else NO
                found.append(Denial(start + clause.start(), start + clause.end(), start + match.start(3), polarity))
                break
    return found


def _denies(grammar: _Grammar, sentence: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Say whether a negation and a verb make a denial by the handler."""
    at = match.start()
    # 未经用户同意不向…: the user of the permission is not the subject.
    before = _CONSENT.sub("", sentence[_subject_from(sentence, start) : at])
    if grammar.guards.match(sentence, at, end) or grammar.before.search(before) or grammar.then.match(sentence, at, end):
        return False
    if grammar.user.search(before) and not grammar.handler.search(before):
        return False
    return not (grammar.consequence.match(sentence, at, end) or grammar.unable.match(sentence, at, end))


def _subject_from(sentence: str, start: int) -> int:
    """Return where the subject of a clause may stand: in the clause before it, where that only sets a condition."""
    if sentence.endswith(("情况下,", "情形下,", "前提下,"), 0, start):
        return max(sentence.rfind(mark, 0, start - 1) for mark in ",。;:") + 1
    return start


def _english(text: str, start: int, end: int) -> list[Denial]:
    """Return one denial for each clause that holds one."""
    grammar = _grammar()
    edges = [start, *(edge.start() for edge in grammar.english_clause.finditer(text, start, end)), end]
    polarity = NO_WITH_EXCEPTION if _ENGLISH_EXCEPTION.search(text, start, end) else NO
    found = []
    for left, right in itertools.pairwise(edges):
        match = grammar.english.search(text, left, right)
        if match and not (
            grammar.english_user.search(text, left, match.start())
            or grammar.english_guards.search(text, left, right)
            or (match.group().startswith(_IMPERATIVE) and _BARE.fullmatch(text, left, match.start()))
        ):
            found.append(Denial(left, right, match.end(), polarity))
    return found
