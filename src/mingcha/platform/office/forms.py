"""Forms of steps, made from what each step declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from mingcha.platform.casework.evidence import LARGEST, MOST_FILES, StoredFile
from mingcha.platform.casework.models import Case, Notice
from mingcha.platform.casework.step import MOST_CHARACTERS
from mingcha.platform.casework.versions import versions_of
from mingcha.platform.files import store
from mingcha.platform.office.files import FilesField, name_of, stream
from mingcha.platform.people.models import Body, BodyKind
from mingcha.platform.registry.models import Version
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from django.utils.datastructures import MultiValueDict

    from mingcha.model import Text
    from mingcha.platform.casework.step import Field, Step

_BODIES = {"lab": BodyKind.LAB, "store": BodyKind.STORE, "stores": BodyKind.STORE, "access": BodyKind.ACCESS}

# In the place of nothing in a list.
CHOOSE = both("请选择", "Choose")
# A list of more bodies is no help in choosing one; and how many are named to who has mistyped one.
_LISTED, _NEAR = 200, 5


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class BodyField(forms.CharField):
    """One of the bodies, by its registered name or its unified social credit code; `cleaned_data` has the body."""

    def __init__(self, bodies: QuerySet[Body], **more: Any) -> None:
        more.setdefault("help_text", both("登记的全称，或统一社会信用代码", "registered name in full, or unified social credit code"))
        super().__init__(max_length=200, **more)
        self.bodies = bodies

    def prepare_value(self, value: Any) -> Any:
        """Return the name in the place of a key."""
        return self.bodies.filter(pk=value).values_list("name", flat=True).first() or "" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return the body, or None for nothing; ValidationError says which bodies may have been meant."""
        said = super().clean(value)
        if not said:
            return None
        found = self.bodies.filter(Q(name=said) | Q(uscc=said.upper()))[:2]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(choose("有多个同名单位，请填写统一社会信用代码。", "Several have this name; give the code."))
        near = "、".join(self.bodies.filter(name__has=said).values_list("name", flat=True)[:_NEAR])
        zh, en = (f"没有此单位。相近的有：{near}", f"No such body. Similar: {near}") if near else ("没有此单位。", "No such body.")
        raise forms.ValidationError(choose(zh, en))


def body_field(bodies: QuerySet[Body], **more: Any) -> forms.Field:
    """Return a field for one of the bodies: a list where they are few, a line to write in where they are many."""
    if bodies.order_by().values("pk")[: _LISTED + 1].count() > _LISTED:
        return BodyField(bodies, **more)
    return forms.ModelChoiceField(queryset=bodies, empty_label=CHOOSE, **more)


def step_form(
    step: Step,
    case: Case,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, UploadedFile[Any]] | None = None,
    *,
    proposed: Mapping[str, Any] | None = None,
) -> forms.Form:
    """Return the form that asks for the step's fields, begun with what is `proposed`.

    With `stored` its `cleaned_data` is what `casework.run.take` takes.
    """
    form = forms.Form(data, files, initial=dict(proposed or {}))
    for field in step.fields:
        if field.kind == "version" and case.app_id is None:
            continue  # an SDK or a store has none to name
        form.fields[field.name] = _field(field, case)
    return form


def stored(step: Step, form: forms.Form) -> dict[str, Any]:
    """Return the fields of a valid form, with the files that were handed in put into the store."""
    data = dict(form.cleaned_data)
    for field in step.fields:
        if field.kind == "files":
            data[field.name] = [
                StoredFile(store().put(stream(file), limit=LARGEST), name_of(file), file.size or 0) for file in data[field.name]
            ]
    return data


def words(text: Text) -> Any:
    """Return a Text as a label that follows the language of the request."""
    return both(text.zh, text.en)


def _field(field: Field, case: Case) -> forms.Field:
    base: dict[str, Any] = {"label": words(field.label), "required": field.required}
    if field.help is not None:
        base["help_text"] = words(field.help)
    if field.kind in {"version", "tested", "notice", "unconfirmed", "unconfirmed-access", *_BODIES}:
        rows = _rows(field.kind, case)
        kind = forms.ModelMultipleChoiceField if field.kind == "stores" else forms.ModelChoiceField
        widget = forms.CheckboxSelectMultiple() if field.kind == "stores" else forms.Select()
        if field.kind != "stores":
            base["empty_label"] = CHOOSE
        return kind(queryset=rows, widget=widget, **base)
    if field.kind == "files":
        return FilesField(most=MOST_FILES, largest=LARGEST, **base)
    if field.kind == "choice":
        return forms.ChoiceField(choices=[(value, words(label)) for value, label in field.choices], **base)
    if field.kind == "choices":
        several = [(value, words(label)) for value, label in field.choices]
        return forms.MultipleChoiceField(choices=several, widget=forms.CheckboxSelectMultiple(), **base)
    return _PLAIN[field.kind](base)


_PLAIN: dict[str, Callable[[dict[str, Any]], forms.Field]] = {
    "text": lambda base: forms.CharField(max_length=MOST_CHARACTERS, **base),
    "long": lambda base: forms.CharField(widget=forms.Textarea, max_length=20_000, **base),
    "date": lambda base: forms.DateField(widget=DayInput(), **base),
    "money": lambda base: forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, **base),
    "flag": lambda base: forms.BooleanField(**base | {"required": False}),
}


def _rows(kind: str, case: Case) -> QuerySet[Any]:
    if kind == "version":
        # What was tested is not what mends it; a company that has changed nothing in the app names no version.
        return Version.objects.filter(app=case.app_id).exclude(pk__in=[case.version_id]).order_by("-code", "-pk")
    if kind == "tested":
        newest = versions_of(case).values("pk")[:_LISTED]
        return Version.objects.filter(pk__in=newest).select_related("app").order_by("app__name", "-code", "-pk")
    if kind == "unconfirmed":
        return Body.objects.filter(delistings__in=case.delistings.filter(receipt_at=None)).order_by("name")
    if kind == "unconfirmed-access":
        return Body.objects.filter(access_stops__in=case.access_stops.filter(receipt_at=None, lifted_on=None)).order_by("name")
    if kind == "notice":
        return Notice.objects.filter(body=case.bureau_id, rows__case=case)
    return Body.objects.filter(kind=_BODIES[kind], active=True).order_by("name")


class YesNo(forms.NullBooleanSelect):
    """Yes, no, or (not filtered) all."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", both("全部", "All")), ("true", both("是", "Yes")), ("false", both("否", "No"))]
