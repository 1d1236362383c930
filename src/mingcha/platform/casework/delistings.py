"""What a store has done about an order to delist, as it says itself or as an officer has it in writing; and letting the app back in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from mingcha.model import Text
from mingcha.platform.casework.models import NoticeKind
from mingcha.platform.casework.papers import contact_of, issue_paper, line_of
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, StepError
from mingcha.platform.documents import content
from mingcha.platform.documents.models import Document, Kind
from mingcha.platform.documents.models import State as DocumentState
from mingcha.platform.registry.models import Listed, Listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mingcha.platform.casework.models import Case, Delisting
    from mingcha.platform.casework.step import Move
    from mingcha.platform.people.models import Body

FIELDS = (
    Field("done_on", "date", Text("执行日期", "Done on")),
    Field("text", "text", Text("执行情况", "What was done")),
)


def propose_receipt(_case: Case, on: date) -> Mapping[str, Any]:
    """Return what a receipt begins with: today."""
    return {"done_on": on}


def lift_delisting(move: Move, *, rectified: bool = True) -> None:
    """Let the app back into the stores that were ordered to delist it, and issue a notice to each of them. Raises `StepError`.

    What a delisting notice announced ends with it: should the app be delisted again, it can stand in another one.
    """
    announced = move.case.notice_rows.filter(notice__kind=NoticeKind.DELISTING, lifted_on=None)
    announced.exclude(notice__issued_on=None).update(lifted_on=move.on)
    delistings = list(move.case.delistings.filter(lifted_on=None).select_related("store"))
    stores = [each.store_id for each in delistings]
    gone = Listing.objects.filter(app=move.case.app_id, store_id__in=stores, state__in=(Listed.DELISTED, Listed.SEARCH_BANNED))
    gone.update(state=Listed.RELISTED, seen_on=move.on)
    for delisting in delistings:
        delisting.lifted_on = move.on
        delisting.save(update_fields=["lifted_on"])
        issue_paper(move, relisting_content(move.case, delisting, rectified=rectified), about=f"delisting:{delisting.pk}")


def relisting_content(case: Case, delisting: Delisting, *, rectified: bool) -> content.RelistingNotice:
    """Return what the notice to a store says: the version that passed the recheck, or that the case is revoked."""
    line = line_of(case)
    if rectified and case.test is not None and not case.is_mini_program:
        line = replace(line, version=case.test.version.name, source=case.test.version.source)
    orders = Document.objects.filter(about=f"delisting:{delisting.pk}", kind=Kind.DELISTING_ORDER, state=DocumentState.ISSUED)
    order = orders.order_by("-pk").first()
    return content.RelistingNotice(
        issuer=case.bureau.name,
        store=delisting.store.name,
        apps=(line,),
        ordered_on=delisting.ordered_on,
        order=order.printed if order else "",
        search_ban=delisting.search_ban,
        rectified=rectified,
        contact=contact_of(case),
    )


def confirm_delisting(move: Move, store: Body) -> None:
    """Write the store's receipt; with the last one of the case the app is delisted, on the day on which the last store did it."""
    case = move.case
    delisting = case.delistings.filter(store=store, receipt_at=None, lifted_on=None).first()
    if delisting is None:
        raise StepError(Text("没有待回执的下架通知。", "no order awaits a receipt"))
    done = move.data["done_on"]
    if not delisting.ordered_on <= done <= move.on:
        raise StepError(Text("执行日期应在通知日期与今日之间。", "the day lies between the order and today"))
    delisting.done_on, delisting.receipt, delisting.receipt_by, delisting.receipt_at = done, move.data["text"], move.person, move.at
    delisting.save()
    state = Listed.SEARCH_BANNED if delisting.search_ban else Listed.DELISTED
    Listing.objects.filter(app=case.app_id, store=store).update(state=state, seen_on=done)
    move.told["store"] = store.name
    if case.delistings.filter(receipt_at=None, lifted_on=None).exists():
        move.target = State.DELIST_ORDERED
    else:
        case.delisted_on = case.delistings.filter(lifted_on=None).aggregate(last=Max("done_on"))["last"]
