"""Taking steps: the one way in which the state of a case changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.casework.limits import SETTLED
from mingcha.platform.casework.models import AppealState, Case, Subject
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import Move, Step, StepError
from mingcha.platform.casework.steps import STEPS
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import BodyKind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mingcha.platform.people.models import Body, User

_OPEN_TO_PARTY = frozenset(step.name for step in STEPS if step.open_to_party) | {SETTLED}
# What a store that is to delist an app is told of the case; what the company says in it is not the store's to read.
_OPEN_TO_STORE = frozenset({"publish", "order-delisting", "receipt", "enter-receipt", "relist"})
# The same of an access provider that is to stop its access.
_OPEN_TO_ACCESS = frozenset({"publish", "stop-access", "access-receipt", "enter-access-receipt", "relist"})
# Of an entry's data; opinions and the states between are internal.
_TOLD_TO_PARTY = frozenset(
    {
        "on",
        "duty",
        "served_on",
        "how",
        "due",
        "due_certain",
        "labels",
        "title",
        "text",
        "store",
        "access",
        "result",
        "done_on",
        "document",
        "files",
        "until",
        "pay_by",
        "review_by",
        "sue_by",
    }
)
BY_NAME: dict[str, Step] = {step.name: step for step in STEPS}
# Duties that three different persons must have (law.md: tester, reviewer and decider); who handles a case may not decide it.
_APART = ("test", "review", "handle", "decide")


def take(step: Step | str, *, case: Case, actor: User | None, at: datetime, on: date, data: Mapping[str, Any] | None = None) -> Case:
    """Take a step and return the case as it then stands; the log entry is written in the same transaction.

    `at` is the moment, `on` the day by the authority's calendar; `data` holds the step's fields, already of their types.
    Raises `StepError` when the step may not be taken; nothing has changed then.
    """
    if isinstance(step, str):
        step = BY_NAME[step]
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        if reasons := refuse(step, case=case, actor=actor, on=on):
            raise StepError(*reasons)
        move = Move(case=case, actor=actor, at=at, on=on, data=_complete(step, data or {}), target=step.moves[State(case.state)])
        before = case.state
        step.apply(move)
        case.state = move.target
        if move.target in CLOSED:
            if case.appeals.filter(state=AppealState.OPEN).exists():
                raise StepError(Text("尚有申诉待处理，应先处理申诉。", "an appeal is open: decide it first"))
            case.closed_on, case.due_on = on, None
        case.save()
        record(
            kind=step.name,
            subject=f"case:{case.pk}",
            at=at,
            actor=actor,
            data={"from": before, "to": case.state, "on": on.isoformat(), "duty": step.duty, **_plain(move.data), **move.told},
            evidence=str(move.told.get("evidence", "")),
        )
    return case


def refuse(step: Step, *, case: Case, actor: User | None, on: date, had: set[str] | None = None) -> list[Text]:
    """Return why the step may not be taken now by this person; empty when it may. `had` are the person's duties, if asked for before."""
    if case.state not in step.moves:
        return [
            Text(f"案件处于“{State(case.state).label}”，不能办理“{step.title.zh}”。", f"not possible in state {case.state}: {step.name}")
        ]
    if actor is None:
        if not step.automatic:
            return [Text("此步骤须由人办理。", "a person must take this step")]
    else:
        if not permits(step, case=case, actor=actor):
            return [Text("您无权办理此步骤。", "you may not take this step")]
        if step.duty in _APART and (mixed := _other_duty(step, _duties(case, actor) if had is None else had)):
            return [
                Text(
                    f"检测、审查、承办、审批须为不同人员，您已在本案中{mixed.zh}。",
                    f"one person, one duty: in this case you already {mixed.en}",
                )
            ]
    return list(step.objections(case, on))


def permits(step: Step, *, case: Case, actor: User) -> bool:
    """Return whether the person's role and body allow the step on this case, whatever its state."""
    if not actor.acts_as(*step.roles):
        return False
    body = actor.body
    if body.is_authority:
        return body.pk == case.bureau_id
    if body.kind == BodyKind.LAB:
        return case.test is not None and case.test.lab_id == body.pk
    return body.kind == BodyKind.REVIEW or _permits_company(step, case, body)


def _permits_company(step: Step, case: Case, body: Body) -> bool:
    if body.kind == BodyKind.STORE and case.subject != Subject.STORE:
        return step.duty == "store" and case.delistings.filter(store=body).exists()
    if body.kind == BodyKind.ACCESS:
        return step.duty == "access" and case.access_stops.filter(provider=body, lifted_on=None).exists()
    party = case.party
    return step.duty == "party" and party is not None and party.pk == body.pk


def available(case: Case, actor: User, on: date) -> list[tuple[Step, Sequence[Text]]]:
    """Return the steps that this person's office can take in this state, each with what stands against it now."""
    fitting = [step for step in STEPS if case.state in step.moves and (not step.about or case.subject in step.about)]
    steps = [step for step in fitting if not step.along and permits(step, case=case, actor=actor)]
    had = _duties(case, actor) if any(step.duty in _APART for step in steps) else set()
    return [(step, refuse(step, case=case, actor=actor, on=on, had=had)) for step in steps]


def is_bystander(case: Case, reader: User) -> bool:
    """Return whether the person is of a company that the case is not against: a store that is to delist the app, an access provider."""
    return reader.acts_as(Role.REPRESENTATIVE) and (case.party is None or case.party.pk != reader.body_id)


def history(case: Case, *, reader: User) -> list[Entry]:
    """Return the case's log entries, oldest first; companies see the steps that concern them alone, without what is internal."""
    entries = list(Entry.objects.filter(subject=f"case:{case.pk}").select_related("actor").order_by("number"))
    if not reader.acts_as(Role.REPRESENTATIVE):
        return entries
    if is_bystander(case, reader):
        kinds = _OPEN_TO_ACCESS if reader.body.kind == BodyKind.ACCESS else _OPEN_TO_STORE
        own = {None, reader.body.name}
        told = [each for each in entries if each.kind in kinds and {each.data.get("store"), each.data.get("access")} <= own]
    else:
        told = [entry for entry in entries if entry.kind in _OPEN_TO_PARTY]
    for entry in told:
        entry.data = {name: value for name, value in entry.data.items() if name in _TOLD_TO_PARTY}
        if entry.actor_id is None or entry.data.get("duty") != "party":
            entry.actor_name = ""
    return told


_DONE = {
    "test": Text("承担检测", "tested"),
    "review": Text("承担审查", "reviewed"),
    "handle": Text("承办", "handled"),
    "decide": Text("审批", "decided"),
}


def _other_duty(step: Step, had: set[str]) -> Text | None:
    others = had - {step.duty}
    return _DONE[min(others)] if others else None


def _duties(case: Case, actor: User) -> set[str]:
    """Return which of the duties that persons do not share this one had in the case."""
    # Who judged a criterion or reviewed a finding has done so in the case, whoever then took the step.
    subjects = [f"case:{case.pk}", *(f"test:{pk}" for pk in case.case_tests.values_list("test", flat=True))]
    duties = Entry.objects.filter(subject__in=subjects, actor=actor).values_list("data__duty", flat=True)
    return {duty for duty in duties if duty in _APART}


def _complete(step: Step, data: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in step.fields}
    if unknown := sorted(set(data) - known):
        raise StepError(Text(f"未知的填写项：{'、'.join(unknown)}", f"unknown fields: {', '.join(unknown)}"))
    empty = [field for field in step.fields if field.required and data.get(field.name) in (None, "", [], ())]
    if empty:
        raise StepError(*(Text(f"请填写“{field.label.zh}”。", f"missing: {field.label.en}") for field in empty))
    return {field.name: data.get(field.name) for field in step.fields}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as JSON: rows by their keys, days in ISO form."""
    return {name: _one(value) for name, value in data.items() if value not in (None, "", [])}


def _one(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_one(each) for each in value]
    if isinstance(value, (str, bool, int)):
        return value
    return getattr(value, "pk", None) or str(value)
