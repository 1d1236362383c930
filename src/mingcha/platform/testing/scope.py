"""Who sees which scans, tests and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from mingcha.platform.people.models import BodyKind, Role, User
from mingcha.platform.testing.models import Batch, Finding, Scan, Test

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Up to so many scans a person's list is looked up from the scans; else from the newest row on, of which enough are the person's.
FEW = 2000


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
    own = Q(requested_by__in=User.objects.filter(body=body))
    tested = Exists(visible_tests(user).filter(scan=OuterRef("pk")))
    match body.kind:
        case BodyKind.MINISTRY:
            return scans
        case BodyKind.BUREAU | BodyKind.LAB:
            return scans.filter(own | tested)
        case BodyKind.REVIEW:
            return scans.filter(tested)
        case _:
            return scans.filter(own)


def visible_findings(user: User) -> QuerySet[Finding]:
    """Return the findings of the scans that the person may open."""
    if user.body.kind == BodyKind.MINISTRY and user.is_active and user.role != Role.ADMINISTRATOR:
        return Finding.objects.all()
    return Finding.objects.filter(scan__in=visible_scans(user))


def listed_scans(user: User) -> QuerySet[Scan]:
    """Return the visible scans, in a form that makes long lists of them quick."""
    keys = _few_scans(user)
    return visible_scans(user) if keys is None else Scan.objects.filter(pk__in=keys)


def listed_findings(user: User) -> QuerySet[Finding]:
    """Return the visible findings, in a form that makes long lists of them quick."""
    keys = _few_scans(user)
    return visible_findings(user) if keys is None else Finding.objects.filter(scan__in=keys)


def _few_scans(user: User) -> list[int] | None:
    """Return the keys of the visible scans; None when there may be more than `FEW`."""
    if user.body.kind in {BodyKind.MINISTRY, BodyKind.REVIEW}:
        return None
    visible = visible_scans(user)
    keys: set[int] = set()
    own = visible.filter(requested_by__in=User.objects.filter(body=user.body))
    for found in (own.values_list("pk", flat=True), visible_tests(user).exclude(scan=None).values_list("scan", flat=True)):
        keys.update(found.order_by()[: FEW + 1])
        if len(keys) > FEW:
            return None
    return sorted(keys)


def visible_batches(user: User) -> QuerySet[Batch]:
    """Return the batches of the person's own body; the ministry sees all."""
    batches = Batch.objects.all()
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return batches.none()
    return batches if user.body.kind == BodyKind.MINISTRY else batches.filter(body=user.body)
