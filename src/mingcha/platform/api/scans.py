"""Scans: handing a package in, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from mingcha.model import Text
from mingcha.platform.api.access import Bearer, user_of
from mingcha.platform.api.lists import Paged, page_of
from mingcha.platform.api.models import Scope
from mingcha.platform.api.once import Key, once
from mingcha.platform.api.problems import FieldError, Problem, ProblemOut
from mingcha.platform.api.shapes import FindingOut, FindingPage, ScanOut, ScanPage, Words
from mingcha.platform.files import store
from mingcha.platform.office.pages.scans import may_change
from mingcha.platform.office.pages.upload import KINDS, ROLES
from mingcha.platform.people.models import BodyKind
from mingcha.platform.registry.intake import keep_package
from mingcha.platform.registry.models import AppKind
from mingcha.platform.registry.scope import visible_apps
from mingcha.platform.store import TooLarge
from mingcha.platform.testing.models import Finding, Scan, ScanState
from mingcha.platform.testing.scans import cancel_scan, request_package_scan, unit_of
from mingcha.platform.testing.scope import visible_scans

if TYPE_CHECKING:
    from mingcha.platform.people.models import User
    from mingcha.platform.registry.models import App

router = Router(tags=["scans"])
WRONG = frozenset({401, 403, 404, 422, 429})
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


class Handed(Schema):
    """What is said of a package that is handed in."""

    file_name: str = Field(..., min_length=1, max_length=255)
    app: int | None = Field(None, description="id of the app that it is a version of; read from the package where it is left out")
    package_name: str = Field("", max_length=255, description="the same by its package name; a company says one of the two")
    source: str = Field("", max_length=120, description="store or site, as notices print it")


class Sought(Paged):
    """Which scans are asked for."""

    state: ScanState | None = None
    package: str = Field("", pattern="^([0-9a-f]{64})?$", description="SHA-256 of the package")


class Wanted(Paged):
    """Which findings are asked for."""

    verdict: str = ""


class Whole:
    """The content of a request as a stream that fails when less comes than was announced."""

    def __init__(self, request: HttpRequest, length: int) -> None:
        self._request, self._left = request, length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; OSError when the sender went away."""
        chunk = self._request.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(chunk)
        if not chunk and self._left:
            raise OSError("the content ended early")
        return chunk


@router.post(
    "",
    auth=Bearer(Scope.SCANS_WRITE),
    response={202: ScanOut, frozenset({401, 403, 404, 411, 413, 422, 429, 503}): ProblemOut},
    openapi_extra=_BODY,
    summary="Hand in a package and have it scanned",
)
def upload(
    request: HttpRequest,
    handed: Query[Handed],
    idempotency_key: Key = None,
) -> Any:
    """Take the content of the request as the package. It goes to the store as it comes; a worker opens it."""
    user = user_of(request)
    if user.role not in ROLES or user.body.kind not in KINDS:
        raise Problem(403, Text("您无权上传。", "you may not upload"))
    app = _app(user, handed)
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or not int(length):
        raise Problem(411, Text("须给出Content-Length。", "a Content-Length is needed"))
    if int(length) > settings.MAX_PACKAGE_BYTES:
        raise Problem(413)
    at = timezone.now()
    try:
        package = keep_package(store(), Whole(request, int(length)), file_name=handed.file_name, actor=user, at=at)  # type: ignore[arg-type] # any readable stream does
    except TooLarge:
        raise Problem(413) from None
    except OSError:
        raise Problem(503, Text("安装包未完整收到或无法保存。", "the package did not arrive whole, or could not be kept")) from None

    def make() -> dict[str, Any]:
        scan = request_package_scan(package=package, file_name=handed.file_name, app=app, source=handed.source, requested_by=user, at=at)
        return show(scan).model_dump(mode="json")

    return Status(202, once(request, idempotency_key, package.sha256, make))


@router.get("", auth=Bearer(Scope.SCANS_READ), response={200: ScanPage, WRONG: ProblemOut}, summary="Scans")
def scans(request: HttpRequest, sought: Query[Sought]) -> Any:
    """Return the scans that the token's user sees, newest first."""
    rows = _rows(user_of(request))
    if sought.state is not None:
        rows = rows.filter(state=sought.state)
    if sought.package:
        rows = rows.filter(package=sought.package)
    return page_of(rows, sought, show)


@router.get("/{pk}", auth=Bearer(Scope.SCANS_READ), response={200: ScanOut, WRONG: ProblemOut}, summary="A scan and its progress")
def scan(request: HttpRequest, pk: int) -> Any:
    """Return a scan, with how far it got."""
    return show(_find(request, pk))


@router.get(
    "/{pk}/report",
    auth=Bearer(Scope.SCANS_READ),
    response={200: dict[str, Any], WRONG: ProblemOut},
    summary="The report",
)
def report(request: HttpRequest, pk: int) -> Any:
    """Return the whole report as JSON, in the form of docs/report.schema.json; 404 while there is none."""
    row = _find(request, pk)
    if not row.report:
        raise Problem(404, Text("尚无报告。", "there is no report"))
    return FileResponse(store().open(row.report), content_type="application/json")


@router.get("/{pk}/findings", auth=Bearer(Scope.SCANS_READ), response={200: FindingPage, WRONG: ProblemOut}, summary="Findings of a scan")
def findings(request: HttpRequest, pk: int, wanted: Query[Wanted]) -> Any:
    """Return the findings of a scan in the order of the report."""
    row, reviewed = _find(request, pk), user_of(request).body.kind != BodyKind.OPERATOR
    rows = row.findings.filter(verdict=wanted.verdict) if wanted.verdict else row.findings.all()
    return page_of(rows, wanted, lambda finding: show_finding(finding, reviewed=reviewed), newest_first=False)


@router.post(
    "/{pk}/cancel",
    auth=Bearer(Scope.SCANS_WRITE),
    response={200: ScanOut, WRONG | {409}: ProblemOut},
    summary="Stop a scan that is under way",
)
def cancel(request: HttpRequest, pk: int) -> Any:
    """Stop the scan, which ends within seconds; 409 when it has ended already."""
    row, user = _find(request, pk), user_of(request)
    if not may_change(user, row):
        raise Problem(403)
    if not cancel_scan(row, actor=user, at=timezone.now()):
        raise Problem(409, Text("检测已经结束。", "the scan has ended already"))
    return show(_find(request, pk))


def show(row: Scan) -> ScanOut:
    """Return a scan as the API tells it."""
    unit = unit_of(row) if row.state == ScanState.QUEUED else None
    return ScanOut(
        id=row.pk,
        state=row.state,
        why=row.why,
        app=row.app.name if row.app else None,
        package_name=row.app.package_name if row.app else None,
        version=row.version.name if row.version else None,
        package=row.package_id,
        file_name=row.file_name,
        requested_at=row.requested_at,
        ended_at=row.ended_at,
        percent=unit.percent if unit else None,
        progress=Words(zh=unit.progress_zh, en=unit.progress_en) if unit else None,
        findings=row.findings.count() if row.state == ScanState.DONE else None,
        engine=row.engine,
        rules=row.rules,
    )


def show_finding(row: Finding, *, reviewed: bool) -> FindingOut:
    """Return a finding as the API tells it; without `reviewed` nothing of its review."""
    return FindingOut(
        id=row.pk,
        fingerprint=row.fingerprint,
        rule=row.rule,
        verdict=row.verdict,
        grade=row.grade,
        label=row.label,
        clauses=row.clauses,
        criteria=row.criteria,
        owner=row.owner,
        data_type=row.data_type,
        sentence=Words(zh=row.sentence_zh, en=row.sentence_en),
        remedy=Words(zh=row.remedy_zh, en=row.remedy_en),
        evidence=row.evidence,
        review=row.review if reviewed else None,
    )


def _rows(user: User) -> Any:
    return visible_scans(user).select_related("version", "app", "package")


def _find(request: HttpRequest, pk: int) -> Scan:
    found: Scan = get_object_or_404(_rows(user_of(request)), pk=pk)
    return found


def _app(user: User, handed: Handed) -> App | None:
    if handed.app is not None:
        return get_object_or_404(visible_apps(user), pk=handed.app)
    if handed.package_name:
        found = visible_apps(user).filter(kind=AppKind.ANDROID, package_name=handed.package_name).first()
        return found or _wrong_name("没有登记此包名。", "no app is registered under it")
    return _wrong_name("请指明应用的包名。", "say which app it is by its package name") if user.body.kind == BodyKind.OPERATOR else None


def _wrong_name(zh: str, en: str) -> NoReturn:
    raise Problem(422, errors=[FieldError(field="package_name", zh=zh, en=en)])
