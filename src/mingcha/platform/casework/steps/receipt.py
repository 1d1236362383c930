"""下架回执: a store says that it has delisted the app; with the last receipt the app is delisted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.registry.models import Listed, Listing

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    delisting = move.case.delistings.filter(store=move.person.body, receipt_at=None).first()
    if delisting is None:
        raise StepError(Text("没有待回执的下架通知。", "no order awaits your receipt"))
    done = move.data["done_on"]
    if not delisting.ordered_on <= done <= move.on:
        raise StepError(Text("执行日期应在通知日期与今日之间。", "the day lies between the order and today"))
    delisting.done_on, delisting.receipt, delisting.receipt_by, delisting.receipt_at = done, move.data["text"], move.person, move.at
    delisting.save()
    state = Listed.SEARCH_BANNED if delisting.search_ban else Listed.DELISTED
    Listing.objects.filter(app__cases=move.case, store_id=delisting.store_id).update(state=state, seen_on=done)
    move.told["store"] = delisting.store.name
    if move.case.delistings.filter(receipt_at=None).exists():
        move.target = State.DELIST_ORDERED
    else:
        move.case.delisted_on = move.on


STEP = Step(
    name="receipt",
    title=Text("提交下架回执", "Confirm the delisting"),
    moves={State.DELIST_ORDERED: State.DELISTED},
    roles=(Role.REPRESENTATIVE,),
    duty="store",
    fields=(
        Field("done_on", "date", Text("执行日期", "Done on")),
        Field("text", "text", Text("执行情况", "What was done")),
    ),
    apply=_apply,
    open_to_party=True,
)
