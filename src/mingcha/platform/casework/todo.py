"""What waits for a person: cases by state and role, and days that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from mingcha.platform.casework.limits import RETURN_DAY
from mingcha.platform.casework.measures import AccessStop
from mingcha.platform.casework.models import Appeal, AppealState, Case, Lead, LeadSource, LeadState, NoticeKind, NoticeRow, Order, Penalty
from mingcha.platform.casework.scope import visible_cases, visible_leads
from mingcha.platform.casework.states import CLOSED, MEASURES, State
from mingcha.platform.casework.tests import untested_answers
from mingcha.platform.documents.issue import BY_STEPS, ISSUERS, TWO_PERSONS
from mingcha.platform.documents.models import Document
from mingcha.platform.documents.models import State as DocumentState
from mingcha.platform.people.models import Body, BodyKind, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingcha.platform.people.models import User

SOON = 3  # days before a limit from which on it is shown as near
# Whose turn it is, by the state of the case.
_TURN: dict[str, tuple[State, ...]] = {
    Role.OFFICER: (
        State.ACCEPTED,
        State.ANSWERED,
        State.OVERDUE,
        State.UNRECTIFIED,
        State.DELIST_ORDERED,
        State.ACCESS_STOPPED,
        State.PENALTY_FILED,
        State.PENALTY_NOTIFIED,
        State.BAD_LISTED,
        State.DISHONESTY_LISTED,
    ),
    Role.DECIDER: (
        State.CONFIRMED,
        State.NOTICE_PROPOSED,
        State.NOTICE_APPROVED,
        State.DELIST_PROPOSED,
        State.RELISTING,
        State.PENALTY_PROPOSED,
        State.PENALISED,
    ),
    Role.TESTER: (State.ASSIGNED, State.TESTING, State.RECHECK),
    Role.REVIEWER: (State.REVIEW, State.RECHECK_REVIEW),
}
_COMPANY_TURN = (State.ORDERED, State.OVERDUE, State.NOTICED, *MEASURES)


def waiting(user: User, today: date) -> QuerySet[Case]:
    """Return the open cases in which it is the person's turn, those with the nearest limit first."""
    cases = visible_cases(user)
    if user.role == Role.REPRESENTATIVE:
        if user.body.kind == BodyKind.STORE:
            cases = cases.filter(delistings__store=user.body, delistings__receipt_at=None, state=State.DELIST_ORDERED)
        elif user.body.kind == BodyKind.ACCESS:
            stops = AccessStop.objects.filter(provider=user.body, receipt_at=None, lifted_on=None)
            cases = cases.filter(pk__in=stops.values("case"), state=State.ACCESS_STOPPED)
        else:
            cases = cases.filter(state__in=_COMPANY_TURN)
    elif user.role == Role.OFFICER:
        cases = cases.filter(Q(state__in=_TURN[Role.OFFICER]) | _officers(user.body, today), bureau=user.body)
    elif user.role == Role.DECIDER:
        appealed = Q(pk__in=Appeal.objects.filter(state=AppealState.OPEN).values("case"))
        turn = Q(state__in=_TURN[Role.DECIDER]) & ~Q(_unserved_decision(), state=State.PENALISED)
        asking = Order.objects.filter(asked_until__isnull=False).values("case")
        asked = Q(pk__in=asking, state__in=(State.ORDERED, State.OVERDUE))
        cases = cases.filter(turn | appealed | asked, bureau=user.body).exclude(state__in=CLOSED)
    elif user.role == Role.TESTER:
        cases = cases.filter(state__in=_TURN[Role.TESTER], test__lab=user.body)
    elif user.role in _TURN:
        cases = cases.filter(state__in=_TURN[user.role])
    else:
        return cases.none()
    return cases.order_by(F("due_on").asc(nulls_last=True), "pk")


def _officers(bureau: Body, today: date) -> Q:
    """Return when it is an officer's turn in states in which others act as a rule."""
    unserved = Q(Exists(Order.objects.filter(case=OuterRef("pk"), served_on=None)), state=State.ORDERED)
    provisional = Q(state=State.ORDERED, due_certain=False, due_on__lt=today)
    recurring = Q(state=State.CONFIRMED, repeat_of__isnull=False)
    unserved |= Q(_unserved_decision(), state=State.PENALISED)
    ended = Q(state=State.NOTICED, due_on__lt=today)
    undrafted = Q(~Exists(NoticeRow.objects.filter(case=OuterRef("pk"), notice__kind=NoticeKind.NOTICE)), state=State.NOTICE_APPROVED)
    # Of the body's own few alone: asked of each case, the database would look through the answers of the whole country.
    answers = untested_answers().filter(case__bureau=bureau, case__state__in=(State.NOTICED, *MEASURES))
    answered = Q(pk__in=answers.values("case"))
    return unserved | provisional | recurring | ended | undrafted | answered


def _unserved_decision() -> Exists:
    return Exists(Penalty.objects.filter(case=OuterRef("pk"), dropped_on=None, served_on=None))


def to_issue(user: User) -> QuerySet[Document]:
    """Return the drafts that wait for the person, who issues such documents of the own body, the oldest first."""
    drafts = Document.objects.filter(body=user.body, state=DocumentState.DRAFT).order_by("pk")
    kinds = [kind for kind, roles in ISSUERS.items() if user.acts_as(roles[0]) and kind not in BY_STEPS]
    return drafts.filter(kind__in=kinds).exclude(kind__in=TWO_PERSONS, drafted_by=user)


def late(user: User, today: date) -> QuerySet[Case]:
    """Return the open cases whose limit has passed, the oldest limit first."""
    return _limited(user).filter(due_on__lt=today).order_by("due_on", "pk")


def near(user: User, today: date) -> QuerySet[Case]:
    """Return the open cases whose limit is today or in the next `SOON` days."""
    return _limited(user).filter(due_on__range=(today, today + timedelta(days=SOON))).order_by("due_on", "pk")


def _limited(user: User) -> QuerySet[Case]:
    """Return the open cases whose limits concern the person: those of labs and reviewers are none of theirs."""
    cases = visible_cases(user).exclude(state__in=CLOSED)
    return cases if user.body.is_authority or user.role == Role.REPRESENTATIVE else cases.none()


def new_leads(user: User) -> QuerySet[Lead]:
    """Return the leads that wait for the person's body, complaints first by the day on which an answer is due."""
    leads = visible_leads(user).filter(state=LeadState.NEW)
    if user.body.is_authority:
        leads = leads.filter(bureau=user.body)
    return leads.order_by(F("due_on").asc(nulls_last=True), "pk")


def unanswered(user: User, today: date) -> QuerySet[Lead]:
    """Return the complaints that are to be answered within `SOON` days or should have been."""
    due = visible_leads(user).filter(source=LeadSource.COMPLAINT, due_on__lte=today + timedelta(days=SOON))
    return due.order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class MonthlyReturn:
    """A bureau's leads of the month: how many it has entered, and the day by which they are due."""

    due_on: date
    entered: int
    today: date

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < self.today

    @property
    def is_missing(self) -> bool:
        """Whether nothing was entered yet."""
        return self.entered == 0


def monthly_return(user: User, today: date) -> MonthlyReturn | None:
    """Return how the bureau's return of this month stands; None for anybody but a provincial bureau."""
    if user.body.kind != BodyKind.BUREAU:
        return None
    return MonthlyReturn(today.replace(day=RETURN_DAY), _of_the_month(today).filter(body=user.body).count(), today)


def missing_returns(user: User, today: date) -> list[str]:
    """Return the names of the provincial bureaus that have entered no lead of this month yet; only for the ministry."""
    if user.body.kind != BodyKind.MINISTRY:
        return []
    bureaus = Body.objects.filter(kind=BodyKind.BUREAU, active=True)
    return list(bureaus.exclude(pk__in=_of_the_month(today).values("body")).order_by("region", "pk").values_list("name", flat=True))


def _of_the_month(today: date) -> QuerySet[Lead]:
    return Lead.objects.filter(source=LeadSource.MONTHLY, received_on__gte=today.replace(day=1), received_on__lte=today)
