"""What the engine says, in words: owners, clauses, criteria, kinds of evidence, call paths."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django import template

from mingcha.catalogue import load
from mingcha.platform.words import choose
from mingcha.reports import view, words
from mingcha.reports.names import Names, readable
from mingcha.reports.reading import part
from mingcha.reports.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.model import Text

register = template.Library()
# Steps of a call path that a page shows; the report has all.
_STEPS = 60
_REMARKS = (("（转述）", " (paraphrased)"), ("工程判断，非官方标准", "engineering-judgement"), ("系列", " series"))
_PLACE = re.compile(r"\{\w+\}")


class Step(NamedTuple):
    """One step of a call path: how it is reached, the method, whose code begins, and how many steps before it are left out."""

    edge: str
    where: str
    owner: str
    hidden: int


@cache
def _names() -> Names:
    return Names(load())


def _say(text: Text) -> str:
    return choose(text.zh, text.en)


@register.filter
def said(text: str) -> str:
    """Return the part of a text in both languages that is in the language of the request."""
    return visible(_say(part(text or "")))


@register.filter
def owner(value: str) -> str:
    """Return whose code it is."""
    return _say(_names().owner(value))


@register.filter
def data_type(value: str) -> str:
    """Return the name of a type of personal information."""
    found = _names().subject(value or None)
    return _say(found) if found else ""


@register.filter
def clause(value: str) -> str:
    """Return how a clause is cited."""
    return _say(words.clause_reference(value))


@register.filter
def clause_title(value: str) -> str:
    """Return the title of a clause."""
    return _say(_names().clause(value))


@register.filter
def criterion_title(value: str) -> str:
    """Return the title of a criterion; the id where there is none."""
    found = load().criteria.get(value)
    return _say(found.title) if found else value


def source_of(text: str) -> str:
    """Return where a criterion comes from; the catalogue's English remarks in the language of the request."""
    for zh, en in _REMARKS:
        text = text.replace(en, choose(zh, en))
    return text


@register.filter
def problem(value: str) -> str:
    """Return a form of words for 所涉问题 in the language of the request; what is no such form as it is."""
    found = load().labels.get(value)
    return _say(found.title) if found else value


@register.filter
def blanks(text: str) -> str:
    """Return a sentence with an ellipsis where each finding says its own."""
    return _PLACE.sub("……", text)


@register.filter
def kind_of_evidence(value: str) -> str:
    """Return the name of a kind of evidence."""
    return _say(words.known(words.EVIDENCE_KINDS, value))


@register.filter
def coverage_state(value: str) -> str:
    """Return how much of a kind of evidence was seen."""
    return _say(words.known({state.value: text for state, text in words.COVERAGE_STATES.items()}, value))


@register.filter
def verdict(value: str) -> str:
    """Return an outcome."""
    return _say(words.known({each.value: text for each, text in words.VERDICTS.items()}, value))


@register.filter
def java(text: str) -> str:
    """Return names of the Dalvik machine as Java writes them, with every character visible."""
    return visible(readable(text or ""))


@register.filter
def steps(path: Sequence[str]) -> list[Step]:
    """Return a call path as steps to be read; a long one is cut in the middle and says so."""
    head, hidden, tail = view.middle_cut(path, _STEPS)
    return [_step(line, 0) for line in head] + [_step(line, hidden if index == 0 else 0) for index, line in enumerate(tail)]


def _step(line: str, hidden: int) -> Step:
    edge, where, whose = view.hop(line, _names())
    return Step(_say(edge) if edge else "", visible(where), _say(whose) if whose else "", hidden)
