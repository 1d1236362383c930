"""Leads: entered by bureaus each month, by the complaint centre, by stores, by the public; accepted, merged or rejected."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from mingcha.model import Text
from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.limits import COMPLAINT_DAYS
from mingcha.platform.casework.models import Case, Lead, LeadSource, LeadState, Subject
from mingcha.platform.casework.states import CLOSED
from mingcha.platform.casework.step import StepError
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.numbers import next_number
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from mingcha.platform.people.models import Body, User
    from mingcha.platform.registry.models import App, Sdk
    from mingcha.platform.testing.sheets import Row

# Each entry waits for the lock of the event log, and a list is entered as a whole or not at all.
MOST_AT_ONCE = 500


@transaction.atomic
def file_lead(  # noqa: PLR0913 - what a lead says
    *,
    source: str,
    name: str,
    body: Body,
    bureau: Body,
    at: datetime,
    on: date,
    actor: User | None = None,
    subject: str = Subject.APP,
    app: App | None = None,
    package_name: str = "",
    version: str = "",
    where: str = "",
    items: list[str] | None = None,
    text: str = "",
    contact: str = "",
    receipt: str = "",
) -> Lead:
    """Return a new lead, numbered L-<year>-<six digits>. A complaint is due in 15 days; `receipt` is its receipt number."""
    lead = Lead.objects.create(
        number=f"L-{on.year}-{next_number('lead', on.year):06d}",
        source=source,
        subject=subject,
        name=name,
        app=app,
        package_name=package_name,
        version=version,
        where=where,
        items=items or [],
        text=text,
        contact=contact,
        receipt=receipt_hashes(receipt)[0] if receipt else "",
        body=body,
        bureau=bureau,
        received_on=on,
        due_on=on + timedelta(days=COMPLAINT_DAYS) if source == LeadSource.COMPLAINT else None,
    )
    record(kind="lead", subject=f"lead:{lead.pk}", at=at, actor=actor, data={"number": lead.number, "source": source, "name": name})
    return lead


@transaction.atomic
def file_list(*, rows: Iterable[Row], source: str, text: str, actor: User, at: datetime, on: date) -> int:
    """Enter a lead of the actor's authority for each app of a list, of which there are at most `MOST_AT_ONCE`; return how many.

    An app that the authority entered from that source in this month already, by package or else by name, is left out.
    """
    body = actor.body
    known = Lead.objects.filter(body=body, source=source, received_on__gte=on.replace(day=1), received_on__lte=on)
    seen = {package or name for package, name in known.values_list("package_name", "name")}
    entered = 0
    for row in (each.kept() for each in rows):
        key = row.package_name or row.name
        if key in seen:
            continue
        seen.add(key)
        file_lead(
            source=source,
            name=row.name,
            body=body,
            bureau=body,
            at=at,
            on=on,
            actor=actor,
            package_name=row.package_name,
            version=row.version,
            where=row.source,
            text=text,
        )
        entered += 1
    return entered


def new_receipt() -> str:
    """Return a receipt number of 16 digits, by which a complainant asks for the outcome without an account."""
    return "".join(secrets.choice("0123456789") for _ in range(16))


def grouped(receipt: str) -> str:
    """Return a receipt number in groups of four, to be read out and written down."""
    return " ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def receipt_hashes(receipt: str) -> list[str]:
    """Return what is kept of a receipt number: its keyed hash; and after it those that former secret keys gave."""
    said = b"receipt\0" + receipt.replace(" ", "").encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.new(key.encode(), said, hashlib.sha256).hexdigest() for key in keys]


@transaction.atomic
def accept_lead(
    *, lead: Lead, actor: User, at: datetime, on: date, app: App | None = None, sdk: Sdk | None = None, store: Body | None = None
) -> Case:
    """Open a case on the lead, or add it to the open case on the same subject, and return that case.

    Raises `StepError` when the lead was dealt with, or is another authority's.
    """
    lead = _open_lead(lead, actor)
    target = {Subject.APP: app, Subject.SDK: sdk, Subject.STORE: store}[Subject(lead.subject)]
    if target is None:
        raise StepError(Text("请选择线索所指的对象。", "choose what the lead is about"))
    # Two leads on the same subject at once must not open two cases.
    type(target)._default_manager.select_for_update().get(pk=target.pk)  # noqa: SLF001 - Django's documented way
    same = {"app": app} if app else {"sdk": sdk} if sdk else {"store": store}
    case = Case.objects.filter(bureau=lead.bureau, **same).exclude(state__in=CLOSED).first()
    lead.state = LeadState.MERGED if case else LeadState.ACCEPTED
    case = case or open_case(subject=lead.subject, bureau=lead.bureau, actor=actor, at=at, on=on, app=app, sdk=sdk, store=store)
    lead.case, lead.app = case, app
    lead.save()
    told = {"lead": lead.number, "merged": lead.state == LeadState.MERGED}
    record(kind="lead-taken", subject=f"case:{case.pk}", at=at, actor=actor, data=told | {"duty": "handle"})
    return case


@transaction.atomic
def reject_lead(*, lead: Lead, actor: User, reason: str, at: datetime) -> Lead:
    """Reject a lead with a reason, which a complainant is told. Raises `StepError` as `accept_lead` does."""
    lead = _open_lead(lead, actor)
    if not reason.strip():
        raise StepError(Text("请说明不予受理的理由。", "a reason is needed"))
    lead.state, lead.why = LeadState.REJECTED, reason
    lead.save()
    record(kind="lead-rejected", subject=f"lead:{lead.pk}", at=at, actor=actor, data={"reason": reason})
    return lead


@transaction.atomic
def pass_lead_on(*, lead: Lead, actor: User, bureau: Body, reason: str, at: datetime) -> Lead:
    """Give a lead to the authority that is competent for it (移送). Raises `StepError` as `accept_lead` does."""
    lead = _open_lead(lead, actor)
    if not bureau.is_authority or not bureau.active or bureau.pk == lead.bureau_id:
        raise StepError(Text("请选择其他办理机关。", "choose another authority"))
    lead.bureau = bureau
    lead.save(update_fields=["bureau"])
    record(kind="lead-passed-on", subject=f"lead:{lead.pk}", at=at, actor=actor, data={"title": bureau.name, "reason": reason})
    return lead


@transaction.atomic
def reply_to_complaint(*, lead: Lead, actor: User, reply: str, at: datetime) -> Lead:
    """Write the answer that the complainant reads with the receipt number. Raises `StepError` when nobody complained."""
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    if lead.source != LeadSource.COMPLAINT:
        raise StepError(Text("此线索不是投诉，没有投诉人可答复。", "this lead is no complaint: there is nobody to answer"))
    if actor.body_id not in {lead.body_id, lead.bureau_id}:
        raise StepError(Text("您无权答复此投诉。", "you may not answer this complaint"))
    lead.reply, lead.due_on = reply, None
    lead.save()
    record(kind="complaint-answered", subject=f"lead:{lead.pk}", at=at, actor=actor)
    return lead


def _open_lead(lead: Lead, actor: User) -> Lead:
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    if lead.state != LeadState.NEW:
        raise StepError(Text("线索已处理。", "the lead was dealt with already"))
    if not actor.acts_as(Role.OFFICER) or actor.body_id != lead.bureau_id:
        raise StepError(Text("您无权处理此线索。", "you may not deal with this lead"))
    return lead
