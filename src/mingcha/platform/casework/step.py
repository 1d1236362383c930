"""What a step of a case is: who may take it, from which state to which, what it asks for, and what it does.

A step is one file of `casework.steps`. Pages, the API and the transition matrix in the docs are made from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from mingcha.model import Text
    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.states import State
    from mingcha.platform.people.models import User


# Of a field of one line.
MOST_CHARACTERS = 300


class StepError(Exception):
    """A step that may not be taken; `reasons` say why, in both languages."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__("; ".join(reason.zh for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step asks for.

    `kind`: text (one line), long (several lines), date, money, flag, choice, choices (several), or the name of a choice of rows: lab,
    store, stores, unconfirmed (stores that have not confirmed), access, unconfirmed-access (providers that have not), version (of the
    case's app), tested (what the case can have tested), notice; files: a list of `evidence.StoredFile`.
    """

    name: str
    kind: str
    label: Text
    required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    help: Text | None = None


@dataclass(slots=True)
class Move:
    """A step being taken: by whom, when, with what. `apply` may set `target`, and `told`: further facts for the log."""

    case: Case
    actor: User | None
    at: datetime
    on: date
    data: Mapping[str, Any]
    target: State
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> User:
        """Who takes the step; `run.take` has made sure that it is somebody, unless the step is automatic."""
        if self.actor is None:
            raise TypeError("the platform takes this step by itself")
        return self.actor


def _nothing(_move: Move) -> None:
    return


def _no_objection(_case: Case, _on: date) -> Sequence[Text]:
    return ()


def _nothing_proposed(_case: Case, _on: date) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `duty` (test, review, handle, decide, party) is what the actor does; one person has one duty in a case.

    `moves` maps each state in which the step may be taken to the state after it. `objections` returns what stands against
    taking it now (empty: nothing), `propose` the values with which the form of its fields begins.
    `open_to_party`: the company sees that it was taken. `automatic`: the platform may take it by itself.
    `along`: it is taken along with something else, and pages do not offer it.
    """

    name: str
    title: Text
    moves: Mapping[State, State]
    roles: tuple[str, ...]
    duty: str
    fields: tuple[Field, ...] = ()
    apply: Callable[[Move], None] = _nothing
    objections: Callable[[Case, date], Sequence[Text]] = _no_objection
    propose: Callable[[Case, date], Mapping[str, Any]] = _nothing_proposed
    open_to_party: bool = False
    automatic: bool = False
    along: bool = False
    about: tuple[str, ...] = ()  # subjects of the cases in which it makes sense; empty: all
    grave: bool = False  # asks the actor to sign in again before it

    @property
    def page_only(self) -> bool:
        """Whether it is taken on the page alone: it asks to sign in again, or for files."""
        return self.grave or any(field.kind == "files" and field.required for field in self.fields)
