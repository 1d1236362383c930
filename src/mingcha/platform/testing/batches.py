"""Batches: a list of apps becomes scans of what the registry holds of them; a row that cannot be taken says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.model import MingchaError, Text
from mingcha.platform.ledger.chain import record
from mingcha.platform.people.models import AUTHORITIES, BodyKind, Role
from mingcha.platform.registry.models import App
from mingcha.platform.testing.models import Batch, BatchRow
from mingcha.platform.testing.scans import request_scan
from mingcha.platform.work.models import Lane
from mingcha.reports.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mingcha.platform.people.models import User
    from mingcha.platform.registry.models import Version
    from mingcha.platform.testing.sheets import Row

_UNKNOWN = Text("没有登记此应用，请上传安装包。", "no such app is registered: upload its package")
_AMBIGUOUS = Text("有多个同名应用，请填写包名。", "several apps have this name: give the package name")
_NO_PACKAGE = Text("没有此版本的安装包，请上传。", "there is no package of this version: upload it")
_TWICE = Text("与前面的行重复。", "the same as a row above")
_NAMELESS = Text("缺少应用名称和包名。", "neither name nor package name")


class BatchError(MingchaError):
    """A batch that may not be made; the message is in both languages."""


def may_hand_in(user: User) -> bool:
    """Return whether the person may hand in batches: testers, and officers of authorities."""
    return user.acts_as(Role.TESTER, Role.OFFICER) and user.body.kind in (*AUTHORITIES, BodyKind.LAB)


@transaction.atomic
def create_batch(*, name: str, rows: Iterable[Row], actor: User, at: datetime) -> Batch:
    """Return a new batch of the actor's body with these rows; the scans of those that can be taken are queued."""
    if not may_hand_in(actor):
        raise BatchError("您无权提交批量检测。You may not hand in batches.")
    batch = Batch.objects.create(name=name, body=actor.body, created_by=actor, created_at=at)
    seen: set[tuple[str, str, str]] = set()
    for row in (each.kept() for each in rows):
        line = BatchRow(
            batch=batch, number=row.number, name=row.name, package_name=row.package_name, version=row.version, source=row.source
        )
        key = (row.package_name, "" if row.package_name else row.name, row.version)
        if not row.name:
            line.problem = joined(_NAMELESS)
        elif key in seen:
            line.problem = joined(_TWICE)
        else:
            _match(line, actor=actor, at=at)
        seen.add(key)
        line.save()
    record(kind="batch-created", subject=f"batch:{batch.pk}", at=at, actor=actor, data={"name": name, "rows": batch.rows.count()})
    return batch


@transaction.atomic
def match_again(batch: Batch, *, actor: User, at: datetime) -> int:
    """Try the rows that had no package once more, and return for how many there is one now."""
    if not may_hand_in(actor) or actor.body_id != batch.body_id:
        raise BatchError("您无权处理此批次。You may not do this with the batch.")
    found = 0
    for line in batch.rows.select_for_update().filter(scan=None).exclude(problem__in=[joined(_TWICE), joined(_NAMELESS)]):
        _match(line, actor=actor, at=at)
        line.save()
        found += line.scan is not None
    return found


def _match(line: BatchRow, *, actor: User, at: datetime) -> None:
    """Find the row's app and package, and queue the scan; or say what is missing."""
    app, problem = _app(line)
    version = _version(app, line.version) if app else None
    if app is not None and version is None:
        problem = _NO_PACKAGE
    line.app, line.problem = app, joined(problem) if problem else ""
    if version is not None:
        line.scan = request_scan(version=version, requested_by=actor, at=at, lane=Lane.CAMPAIGN)


def _app(line: BatchRow) -> tuple[App | None, Text | None]:
    if line.package_name:
        app = App.objects.filter(package_name=line.package_name).order_by("pk").first()
        return app, None if app else _UNKNOWN
    named = list(App.objects.filter(name=line.name)[:2])
    if len(named) > 1:
        return None, _AMBIGUOUS
    return (named[0], None) if named else (None, _UNKNOWN)


def _version(app: App, name: str) -> Version | None:
    versions = app.versions.exclude(package=None).order_by("-code", "-pk")
    return (versions.filter(name=name) if name else versions).first()
