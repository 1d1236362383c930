"""Who sees which cases, leads and notices. Every page and every API answer starts from one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from mingcha.platform.casework.models import Case, CaseFile, CaseTest, Lead, Notice, Order
from mingcha.platform.casework.states import BEFORE_NOTICE, TOLD
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingcha.platform.people.models import User


def visible_cases(user: User) -> QuerySet[Case]:  # noqa: PLR0911 - one answer per kind of body
    """Return the cases that the person's body has to do with; the ministry sees all, a company its own once it was told."""
    cases, body = Case.objects.all(), user.body
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return cases.none()
    match body.kind:
        case BodyKind.MINISTRY:
            return cases
        case BodyKind.BUREAU:
            return cases.filter(bureau=body)
        case BodyKind.LAB:
            return cases.filter(Exists(_tests(lab=body).exclude(test__state=TestState.WITHDRAWN)))
        case BodyKind.REVIEW:
            return cases.filter(Exists(_tests(submitted_at__isnull=False)))
        case BodyKind.OPERATOR:
            return cases.filter(_told(), app__operator=body, subject="app")
        case BodyKind.PROVIDER:
            return cases.filter(_told(), sdk__provider=body)
        case BodyKind.STORE:
            return cases.filter(Q(delistings__store=body) | Q(_told(), store=body)).distinct()
        case BodyKind.ACCESS:
            return cases.filter(access_stops__provider=body).distinct()
        case _:
            return cases.none()


def _told() -> Q:
    """Return which cases their companies know of: not those on the straight way to a notice that is not out yet."""
    ordered = Exists(Order.objects.filter(case=OuterRef("pk")))
    return Q(state__in=TOLD - BEFORE_NOTICE) | Q(ordered, state__in=BEFORE_NOTICE)


def _tests(**about: object) -> QuerySet[CaseTest]:
    return CaseTest.objects.filter(case=OuterRef("pk"), **{f"test__{name}": value for name, value in about.items()})


def visible_files(user: User) -> QuerySet[CaseFile]:
    """Return the files in the cases that the person sees; a company sees those that are open to it in cases against itself."""
    files = CaseFile.objects.filter(case__in=visible_cases(user))
    if user.role != Role.REPRESENTATIVE:
        return files
    files = files.filter(open_to_party=True)
    if user.body.kind == BodyKind.ACCESS:
        return files.none()
    return files.filter(case__store=user.body) if user.body.kind == BodyKind.STORE else files


def visible_leads(user: User) -> QuerySet[Lead]:
    """Return the leads that the person's body entered or has to deal with; the ministry sees all."""
    leads, body = Lead.objects.all(), user.body
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return leads.none()
    if body.kind == BodyKind.MINISTRY:
        return leads
    if body.kind in {BodyKind.BUREAU, BodyKind.COMPLAINTS, BodyKind.STORE}:
        return leads.filter(Q(body=body) | Q(bureau=body))
    return leads.none()


def visible_notices(user: User) -> QuerySet[Notice]:
    """Return issued notices, and the drafts of the person's own authority."""
    issued = Q(issued_on__isnull=False)
    return Notice.objects.filter(issued | Q(body=user.body) if user.body.is_authority and user.is_active else issued)
