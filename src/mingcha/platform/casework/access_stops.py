"""What an access provider has done about an order to stop access, and letting the app have access again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.papers import contact_of, issue_paper, line_of, object_of
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents import content
from mingcha.platform.documents.models import Document, Kind, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.measures import AccessStop
    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move
    from mingcha.platform.people.models import Body


def no_receipt_awaited(case: Case, _on: date) -> Sequence[Text]:
    """Return why no receipt is put on file now: one sentence, or nothing while one is awaited."""
    if case.access_stops.filter(receipt_at=None, lifted_on=None).exists():
        return ()
    return (Text("没有待回执的停止接入通知。", "no order to stop access awaits a receipt"),)


def confirm_stop(move: Move, provider: Body) -> None:
    """Write the provider's receipt. Raises `StepError` where none is awaited from it, or for a day before the order."""
    stop = move.case.access_stops.filter(provider=provider, receipt_at=None, lifted_on=None).first()
    if stop is None:
        raise StepError(Text("没有待回执的停止接入通知。", "no order to stop access awaits a receipt"))
    done = move.data["done_on"]
    if not stop.ordered_on <= done <= move.on:
        raise StepError(Text("执行日期应在通知日期与今日之间。", "the day lies between the order and today"))
    stop.done_on, stop.receipt, stop.receipt_by, stop.receipt_at = done, move.data["text"], move.person, move.at
    stop.save()
    move.told["access"] = provider.name


def lift_stops(move: Move, *, rectified: bool = True) -> None:
    """Let the object of the case have access again, and issue a notice to each provider that was to stop it. Raises `StepError`."""
    for stop in move.case.access_stops.filter(lifted_on=None).select_related("provider"):
        stop.lifted_on = move.on
        stop.save(update_fields=["lifted_on"])
        issue_paper(move, _again(move.case, stop, rectified=rectified), about=f"access:{stop.pk}")


def _again(case: Case, stop: AccessStop, *, rectified: bool) -> content.RelistingNotice:
    line = line_of(case)
    if rectified and case.test is not None and case.app is not None and not case.is_mini_program:
        line = replace(line, version=case.test.version.name, source=case.test.version.source)
    order = Document.objects.filter(about=f"access:{stop.pk}", kind=Kind.ACCESS_ORDER, state=State.ISSUED).order_by("-pk").first()
    return content.RelistingNotice(
        issuer=case.bureau.name,
        store=stop.provider.name,
        apps=(line,),
        ordered_on=stop.ordered_on,
        order=order.printed if order else "",
        access_of=object_of(case),
        rectified=rectified,
        contact=contact_of(case),
    )
