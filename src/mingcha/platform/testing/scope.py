"""Who sees which scans, tests and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.testing.models import Batch, Finding, Scan, Test

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingcha.platform.people.models import User


def visible_tests(user: User) -> QuerySet[Test]:
    """Return the tests that the person may open: the lab's own, those handed in for review, those of the authority's cases."""
    tests, body = Test.objects.all(), user.body
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return tests.none()
    match body.kind:
        case BodyKind.MINISTRY:
            return tests
        case BodyKind.BUREAU:
            return tests.filter(case_test__case__bureau=body)
        case BodyKind.LAB:
            return tests.filter(lab=body)
        case BodyKind.REVIEW:
            return tests.filter(submitted_at__isnull=False)
        case _:
            return tests.none()


def visible_scans(user: User) -> QuerySet[Scan]:
    """Return the scans that the person may open: of tests as above, and those that the person's body asked for."""
    scans, body = Scan.objects.all(), user.body
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return scans.none()
    own = Q(requested_by__body=body)
    match body.kind:
        case BodyKind.MINISTRY:
            return scans
        case BodyKind.BUREAU | BodyKind.LAB:
            return scans.filter(own | Q(pk__in=visible_tests(user).exclude(scan=None).values("scan")))
        case BodyKind.REVIEW:
            return scans.filter(pk__in=visible_tests(user).exclude(scan=None).values("scan"))
        case _:
            return scans.filter(own)


def visible_findings(user: User) -> QuerySet[Finding]:
    """Return the findings of the scans that the person may open."""
    if user.body.kind == BodyKind.MINISTRY and user.is_active and user.role != Role.ADMINISTRATOR:
        return Finding.objects.all()
    return Finding.objects.filter(scan__in=visible_scans(user))


def visible_batches(user: User) -> QuerySet[Batch]:
    """Return the batches of the person's own body; the ministry sees all."""
    batches = Batch.objects.all()
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return batches.none()
    return batches if user.body.kind == BodyKind.MINISTRY else batches.filter(body=user.body)
