"""The checklist of a test: all criteria with their state, judging one or several by a person, and the files that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.catalogue import load
from mingcha.platform.files import store
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import FilesField, name_of, stored_file, stream
from mingcha.platform.office.pages.tests import KINDS
from mingcha.platform.office.templatetags.evidence import clause as cite
from mingcha.platform.office.templatetags.evidence import source_of
from mingcha.platform.people.models import Role
from mingcha.platform.testing.checklist import Judged, Line, checklist, tally
from mingcha.platform.testing.criteria import criteria
from mingcha.platform.testing.models import Check, EvidenceFile, Finding, Test, TestState, Verdict
from mingcha.platform.testing.review import ReviewError, add_evidence, judge_criterion
from mingcha.platform.testing.scope import visible_tests
from mingcha.platform.words import both, choose, many

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.catalogue import Criterion
    from mingcha.platform.people.models import User

MOST_FILES = 10
LARGEST = 200 * 2**20
_MODES = (("auto", both("机器可判", "by machine")), ("assisted", both("机器辅助", "assisted")), ("manual", both("人工", "manual")))
_ALL = ("", both("全部", "All"))


class ListForm(forms.Form):
    """What of the checklist is shown."""

    q = forms.CharField(label=both("编号或名称", "Id or title"), required=False, max_length=100)
    judged = forms.ChoiceField(label=both("判定方式", "Judged"), choices=[_ALL, *Judged.choices], required=False)
    verdict = forms.ChoiceField(label=both("结论", "Verdict"), choices=[_ALL, *Verdict.choices], required=False)
    mode = forms.ChoiceField(label=both("检测方式", "Manner"), choices=[_ALL, *_MODES], required=False)

    def keeps(self, line: Line) -> bool:
        """Return whether a line is shown; everything is while the form is not valid."""
        asked = self.cleaned_data if self.is_valid() else {}
        words = (asked.get("q") or "").lower()
        title = line.criterion.title
        return (
            (not words or words in f"{line.criterion.id} {title.zh} {title.en}".lower())
            and asked.get("judged") in {"", None, line.judged}
            and asked.get("verdict") in {"", None, line.check.verdict if line.check else None}
            and asked.get("mode") in {"", None, line.criterion.automatable}
        )


class JudgeForm(forms.Form):
    """A person's verdict on one criterion."""

    verdict = forms.ChoiceField(label=both("结论", "Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=both("说明", "Note"),
        widget=forms.Textarea,
        max_length=20_000,
        required=False,
        help_text=both("认定违规须说明依据", "needed for a violation"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own signature
        self.fields["files"] = FilesField(
            label=both("证据文件", "Evidence"),
            help_text=both("截图、录屏、抓包等，可多选", "screenshots, recordings, traces; several at once"),
            most=MOST_FILES,
            largest=LARGEST,
            required=False,
        )

    def clean_note(self) -> str:
        """Refuse a violation without a word on it."""
        note = str(self.cleaned_data["note"])
        if self.cleaned_data.get("verdict") == Verdict.VIOLATED and not note.strip():
            raise forms.ValidationError(both("认定违规须说明依据。", "A violation needs a note."))
        return note


class SeveralForm(forms.Form):
    """One verdict on the chosen criteria. A violation, and what the machine has judged, is judged by itself, with its evidence."""

    verdict = forms.ChoiceField(
        label=both("结论", "Verdict"),
        choices=[(each.value, each.label) for each in (Verdict.NOT_FOUND, Verdict.NOT_TESTED, Verdict.NOT_APPLICABLE)],
    )
    note = forms.CharField(label=both("说明", "Note"), max_length=2000, required=False)

    def __init__(self, row: Test, data: Any = None) -> None:
        super().__init__(data)
        machine = set(row.checks.filter(by_machine=True).values_list("criterion", flat=True))
        self.fields["criterion"] = forms.MultipleChoiceField(
            label=both("认定标准", "Criteria"),
            choices=[(key, key) for key in criteria() if key not in machine],
            error_messages={
                "required": both("请勾选认定标准。", "Choose criteria."),
                "invalid_choice": both("%(value)s 已由机器判定，请逐条判定。", "%(value)s was judged by machine: judge it by itself."),
            },
        )


@page(kinds=KINDS)
def show_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the criteria by clause, narrowed by the address; who tests may judge several at once."""
    user = person(request)
    row = _find(user, pk)
    judging = _may_judge(user, row)
    if request.method == "POST" and not judging:
        raise Http404
    several = SeveralForm(row, request.POST if request.method == "POST" else None) if judging else None
    if request.method == "POST" and several is not None and several.is_valid():
        try:
            number = _judge_several(row, several.cleaned_data, user)
        except ReviewError as error:
            several.add_error(None, choose(error.reason.zh, error.reason.en))
        else:
            messages.success(request, choose(f"已判定{number}条。", f"{many(number, 'criterion was', 'criteria were')} judged."))
            return HttpResponseRedirect(request.get_full_path())
    form, groups = _narrowed(request, row)
    context = {
        "test": row,
        "filters": {"form": form},
        "filtered": bool(request.GET),
        "groups": groups,
        "number": sum(len(lines) for _, _, lines in groups),
        "counts": tally(row),
        "several": several,
        "chosen": request.POST.getlist("criterion"),
    }
    return render(request, "office/checklist.html", context, status=422 if several is not None and several.errors else 200)


@page(kinds=KINDS)
def criterion(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show one criterion of a test; who tests may judge it and add files."""
    user = person(request)
    row, found = _find(user, pk), criteria().get(key)
    if found is None:
        raise Http404
    check = row.checks.filter(criterion=key).select_related("person", "reviewed_by").first()
    judging = _may_judge(user, row)
    beside = _beside(request, row, key)
    form = JudgeForm(request.POST or None, request.FILES or None, initial=_initial(check)) if judging else None
    if request.method == "POST" and form is None:
        raise Http404
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _judge(row, key, form, user)
        except ReviewError as error:
            form.add_error(None, choose(error.reason.zh, error.reason.en))
        else:
            messages.success(request, choose(f"已判定 {key}", f"{key} was judged"))
            going = beside[1] if "next" in request.POST and beside[1] else key
            return HttpResponseRedirect(_address(request, row, going))
    context = {
        "before": beside[0] and _address(request, row, beside[0]),
        "after": beside[1] and _address(request, row, beside[1]),
        "list": _address(request, row),
        "test": row,
        "criterion": found,
        "clauses": [(each, cite(each)) for each in found.clauses],
        "needs": _needs(found),
        "sources": [source_of(each) for each in found.source],
        "check": check,
        "files": check.files.select_related("added_by") if check else (),
        "findings": _findings(row, key),
        "form": form,
        "reviewed": True,
    }
    return render(request, "office/criterion.html", context, status=422 if form is not None and form.errors else 200)


@page(kinds=KINDS)
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return a file that was added as evidence, as a download."""
    rows = EvidenceFile.objects.filter(check_row__test__in=visible_tests(person(request)))
    file = get_object_or_404(rows, pk=pk)
    return stored_file(file.sha256, file.name)


def _find(user: User, pk: int) -> Test:
    return get_object_or_404(visible_tests(user).select_related("version__app", "lab", "scan"), pk=pk)


def _may_judge(user: User, row: Test) -> bool:
    return user.acts_as(Role.TESTER) and user.body_id == row.lab_id and row.state in {TestState.RUNNING, TestState.RETURNED}


def _initial(check: Check | None) -> dict[str, str]:
    return {"verdict": check.verdict, "note": check.note} if check else {}


def _judge(row: Test, key: str, form: forms.Form, user: User) -> None:
    at, data = timezone.now(), form.cleaned_data
    check = judge_criterion(test=row, criterion=key, verdict=data["verdict"], note=data["note"], actor=user, at=at)
    for file in data["files"]:
        sha256 = store().put(stream(file), limit=LARGEST)
        add_evidence(check=check, sha256=sha256, name=name_of(file), size=file.size or 0, actor=user, at=at)


@transaction.atomic
def _judge_several(row: Test, data: dict[str, Any], user: User) -> int:
    at = timezone.now()
    for key in data["criterion"]:
        judge_criterion(test=row, criterion=key, verdict=data["verdict"], note=data["note"], actor=user, at=at)
    return len(data["criterion"])


def _narrowed(request: HttpRequest, row: Test) -> tuple[ListForm, list[tuple[str, str, list[Line]]]]:
    """Return the form of the filters, and the lines that the address leaves, by clause with its outcome."""
    form = ListForm(request.GET or None)
    outcomes = {each["id"]: each["verdict"] for each in row.scan.clauses} if row.scan else {}
    every = ((clause, [line for line in lines if form.keeps(line)]) for clause, lines in checklist(row))
    return form, [(clause, outcomes.get(clause, ""), lines) for clause, lines in every if lines]


def _beside(request: HttpRequest, row: Test, key: str) -> tuple[str, str]:
    """Return the criteria before and after one among those that the address leaves, empty at the ends; its own place is kept."""
    kept = {line.criterion.id for _, _, lines in _narrowed(request, row)[1] for line in lines}
    every = [line.criterion.id for _, lines in checklist(row) for line in lines]
    at = every.index(key)
    before = next((each for each in reversed(every[:at]) if each in kept), "")
    return before, next((each for each in every[at + 1 :] if each in kept), "")


def _address(request: HttpRequest, row: Test, key: str = "") -> str:
    """Return where a criterion (or the list) is, narrowed as the page is."""
    at = reverse("office:criterion", args=[row.pk, key]) if key else reverse("office:checklist", args=[row.pk])
    return f"{at}?{request.GET.urlencode()}" if request.GET else at


def _needs(found: Criterion) -> list[str]:
    kinds = load().evidence_kinds
    return [choose(kinds[need.kind].title.zh, kinds[need.kind].title.en) for need in found.evidence]


def _findings(row: Test, key: str) -> list[Finding]:
    """Return the scan's findings on the criterion; JSON lists cannot be asked for by element on every database."""
    rows: QuerySet[Finding] = row.scan.findings.order_by("pk") if row.scan else Finding.objects.none()
    chosen = [pk for pk, keys in rows.values_list("pk", "criteria") if key in keys]
    return list(Finding.objects.filter(pk__in=chosen[:100]).order_by("pk"))


urlpatterns = [
    path("tests/<int:pk>/checklist/", show_checklist, name="checklist"),
    path("tests/<int:pk>/checklist/<str:key>/", criterion, name="criterion"),
    path("evidence/<int:pk>/", evidence, name="evidence"),
]
