"""The checklist of a test: all criteria with their state, judging one by a person, and the files that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
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
from mingcha.platform.people.models import Role
from mingcha.platform.testing.checklist import Judged, Line, checklist, tally
from mingcha.platform.testing.criteria import criteria
from mingcha.platform.testing.models import Check, EvidenceFile, Finding, Test, TestState, Verdict
from mingcha.platform.testing.review import ReviewError, add_evidence, judge_criterion
from mingcha.platform.testing.scope import visible_tests
from mingcha.platform.words import both, choose

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


@page(kinds=KINDS)
def show_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the criteria by clause, narrowed by the address."""
    row = _find(person(request), pk)
    form = ListForm(request.GET or None)
    outcomes = {each["id"]: each["verdict"] for each in row.scan.clauses} if row.scan else {}
    groups = [
        (clause, outcomes.get(clause, ""), lines)
        for clause, every in checklist(row)
        if (lines := [line for line in every if form.keeps(line)])
    ]
    context = {
        "test": row,
        "filters": {"form": form},
        "filtered": bool(request.GET),
        "groups": groups,
        "number": sum(len(lines) for _, _, lines in groups),
        "counts": tally(row),
    }
    return render(request, "office/checklist.html", context)


@page(kinds=KINDS)
def criterion(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show one criterion of a test; who tests may judge it and add files."""
    user = person(request)
    row, found = _find(user, pk), criteria().get(key)
    if found is None:
        raise Http404
    check = row.checks.filter(criterion=key).select_related("person").first()
    judging = _may_judge(user, row)
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
            return HttpResponseRedirect(reverse("office:criterion", args=[row.pk, key]))
    context = {
        "test": row,
        "criterion": found,
        "clauses": [(each, cite(each)) for each in found.clauses],
        "needs": _needs(found),
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
