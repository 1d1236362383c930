"""Cases: the list, one with its history, and taking its steps."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from ninja import Query, Router

from mingcha.model import Text
from mingcha.platform.api.access import Bearer, user_of
from mingcha.platform.api.lists import Paged, page_of
from mingcha.platform.api.models import Scope
from mingcha.platform.api.once import Key, once
from mingcha.platform.api.problems import FieldError, Problem, ProblemOut, of_form
from mingcha.platform.api.shapes import BodyOut, CaseOut, CasePage, Choice, EntryOut, FieldOut, StepIn, StepOut, Words
from mingcha.platform.casework.models import Case
from mingcha.platform.casework.run import BY_NAME, available, history, take
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.casework.states import UNDECIDED, State
from mingcha.platform.office.forms import step_form, stored
from mingcha.platform.office.templatetags.history import said
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.platform.casework.step import Field, Step
    from mingcha.platform.people.models import Body, User

router = Router(tags=["cases"])
WRONG = frozenset({401, 403, 404, 422, 429})
# A field with more values than this is filled in by the key that another list gave.
_MOST_CHOICES = 500
# Kinds of fields that take several values, and what each of these is.
_SEVERAL = {"stores": "store", "choices": "choice"}
_LANGUAGES = ("zh-hans", "en")


class Sought(Paged):
    """Which cases are asked for."""

    state: State | None = None
    number: str = ""


@router.get("", auth=Bearer(Scope.CASES_READ), response={200: CasePage, WRONG: ProblemOut}, summary="Cases")
def cases(request: HttpRequest, sought: Query[Sought]) -> Any:
    """Return the cases that the token's user sees, newest first."""
    user = user_of(request)
    rows = visible_cases(user).select_related("bureau", "version")
    if sought.state is not None:
        rows = rows.none() if _is_untold(sought.state, user) else rows.filter(state=sought.state)
    if sought.number:
        rows = rows.filter(number=sought.number)
    return page_of(rows, sought, lambda row: show(row, user))


@router.get("/{pk}", auth=Bearer(Scope.CASES_READ), response={200: CaseOut, WRONG: ProblemOut}, summary="A case")
def case(request: HttpRequest, pk: int) -> Any:
    """Return a case as it stands."""
    return show(_find(request, pk), user_of(request))


@router.get("/{pk}/history", auth=Bearer(Scope.CASES_READ), response={200: list[EntryOut], WRONG: ProblemOut}, summary="History of a case")
def entries(request: HttpRequest, pk: int) -> Any:
    """Return what happened to the case, oldest first; companies get the steps that concern them."""
    return [
        EntryOut(
            number=entry.number,
            at=entry.at,
            who=entry.actor_name,
            kind=entry.kind,
            before=entry.data.get("from"),
            after=entry.data.get("to"),
            said=said(entry),
            evidence=entry.evidence,
        )
        for entry in history(_find(request, pk), reader=user_of(request))
    ]


@router.get("/{pk}/steps", auth=Bearer(Scope.CASES_READ), response={200: list[StepOut], WRONG: ProblemOut}, summary="Steps of a case")
def steps(request: HttpRequest, pk: int) -> Any:
    """Return the steps that the token's user can take now, with their fields and what stands against them."""
    row = _find(request, pk)
    return [_step(step, row, reasons) for step, reasons in available(row, user_of(request), timezone.localdate())]


@router.post(
    "/{pk}/steps/{name}", auth=Bearer(Scope.CASES_WRITE), response={200: CaseOut, WRONG | {409}: ProblemOut}, summary="Take a step"
)
def step(
    request: HttpRequest,
    pk: int,
    name: str,
    content: StepIn,
    idempotency_key: Key = None,
) -> Any:
    """Take a step with its fields, and get the case as it then stands; what asks to sign in again, or for files, is for the page."""
    row, user = _find(request, pk), user_of(request)

    def make() -> dict[str, Any]:
        today, chosen = timezone.localdate(), BY_NAME.get(name)
        if chosen is None or chosen.name not in {step.name for step, _ in available(row, user, today)}:
            raise Problem(404, Text("现在没有此步骤。", "there is no such step now"))
        if chosen.page_only:
            raise Problem(403, Text("此步骤须在页面上办理。", "this step asks to sign in again or for files: take it on the page"))
        if unknown := sorted(set(content.data) - {field.name for field in chosen.fields if field.kind != "files"}):
            raise Problem(422, Text(f"未知的填写项：{'、'.join(unknown)}", f"unknown fields: {', '.join(unknown)}"))
        form = step_form(chosen, row, {field.name: _written(field, content.data.get(field.name)) for field in chosen.fields})
        if not form.is_valid():
            raise of_form(form)
        taken = take(chosen, case=row, actor=user, at=timezone.now(), on=today, data=stored(chosen, form))
        return show(taken, user).model_dump(mode="json")

    return once(request, idempotency_key, json.dumps(content.data, sort_keys=True), make)


def show(row: Case, reader: User) -> CaseOut:
    """Return a case as the API tells it; of what the authority has not decided, a company learns no more than that."""
    return CaseOut(
        id=row.pk,
        number=row.number,
        subject=row.subject,
        title=row.title,
        version=row.version.name if row.version else None,
        state="undecided" if _is_untold(row.state, reader) else row.state,
        labels=row.labels,
        authority=show_body(row.bureau),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        due_on=row.due_on,
        due_certain=row.due_certain,
        public_due_on=row.public_due_on,
    )


def show_body(body: Body) -> BodyOut:
    """Return a body as the API tells it."""
    return BodyOut(id=body.pk, kind=body.kind, name=body.name)


def _is_untold(state: str, reader: User) -> bool:
    return state in UNDECIDED and reader.acts_as(Role.REPRESENTATIVE)


def _written(field: Field, value: Any) -> Any:
    """Return what JSON gives for a field as a form would have it: texts alone, several for a field that takes several."""
    if isinstance(value, list) and field.kind in _SEVERAL:
        return [_written(replace(field, kind=_SEVERAL[field.kind]), each) for each in value]
    if isinstance(value, (list, dict)):
        raise Problem(422, errors=[FieldError(field=field.name, zh="须为单个值", en="a single value is needed")])
    return None if value is None else str(value)


def _find(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(visible_cases(user_of(request)).select_related("bureau", "version"), pk=pk)


def _step(step: Step, row: Case, reasons: Sequence[Text]) -> StepOut:
    form = step_form(step, row)
    fields = [
        FieldOut(
            name=field.name, kind=field.kind, label=_words(field.label), required=field.required, choices=_choices(form.fields[field.name])
        )
        for field in step.fields
        if field.name in form.fields and (field.kind != "files" or step.page_only)
    ]
    return StepOut(
        name=step.name, title=_words(step.title), fields=fields, objections=[_words(reason) for reason in reasons], page_only=step.page_only
    )


def _choices(field: forms.Field) -> list[Choice] | None:
    if isinstance(field, forms.ModelChoiceField):
        rows = list(field.queryset.all()[:_MOST_CHOICES]) if field.queryset is not None else []
        return [Choice(value=str(row.pk), label=Words(zh=str(row), en=str(row))) for row in rows]
    if not isinstance(field, forms.ChoiceField):
        return None
    told = []
    for language in _LANGUAGES:
        with translation.override(language):
            told.append([(str(value), str(label)) for value, label in field.widget.choices if value])
    return [Choice(value=value, label=Words(zh=zh, en=en)) for (value, zh), (_, en) in zip(*told, strict=True)]


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)
