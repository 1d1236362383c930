"""Forms of steps, made from what each step declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingcha.platform.casework.models import Case, Notice
from mingcha.platform.people.models import Body, BodyKind
from mingcha.platform.registry.models import Version
from mingcha.platform.words import both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from mingcha.model import Text
    from mingcha.platform.casework.step import Field, Step

_BODIES = {"lab": BodyKind.LAB, "store": BodyKind.STORE, "stores": BodyKind.STORE, "access": BodyKind.ACCESS}


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def step_form(step: Step, case: Case, data: Mapping[str, Any] | None = None) -> forms.Form:
    """Return the form that asks for the step's fields; its `cleaned_data` is what `casework.run.take` takes."""
    form = forms.Form(data)
    for field in step.fields:
        form.fields[field.name] = _field(field, case)
    return form


def words(text: Text) -> Any:
    """Return a Text as a label that follows the language of the request."""
    return both(text.zh, text.en)


def _field(field: Field, case: Case) -> forms.Field:
    base: dict[str, Any] = {"label": words(field.label), "required": field.required}
    if field.help is not None:
        base["help_text"] = words(field.help)
    if field.kind in {"version", "notice", *_BODIES}:
        rows = _rows(field.kind, case)
        kind = forms.ModelMultipleChoiceField if field.kind == "stores" else forms.ModelChoiceField
        widget = forms.CheckboxSelectMultiple() if field.kind == "stores" else forms.Select()
        return kind(queryset=rows, widget=widget, **base)
    if field.kind == "choice":
        return forms.ChoiceField(choices=[(value, words(label)) for value, label in field.choices], **base)
    return _PLAIN[field.kind](base)


_PLAIN: dict[str, Callable[[dict[str, Any]], forms.Field]] = {
    "text": lambda base: forms.CharField(max_length=300, **base),
    "long": lambda base: forms.CharField(widget=forms.Textarea, max_length=20_000, **base),
    "date": lambda base: forms.DateField(widget=DayInput(), **base),
    "money": lambda base: forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **base),
    "flag": lambda base: forms.BooleanField(**base | {"required": False}),
}


def _rows(kind: str, case: Case) -> QuerySet[Any]:
    if kind == "version":
        return Version.objects.filter(app=case.app_id).order_by("-code", "-pk") if case.app_id else Version.objects.none()
    if kind == "notice":
        return Notice.objects.filter(body=case.bureau_id, rows__case=case)
    return Body.objects.filter(kind=_BODIES[kind], active=True).order_by("name")


class YesNo(forms.NullBooleanSelect):
    """Yes, no, or (not filtered) all."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", both("全部", "All")), ("true", both("是", "Yes")), ("false", both("否", "No"))]
