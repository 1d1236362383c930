"""延伸核查: an SDK's case opens a case for each app that embeds the SDK; another province's apps are leads for its bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from mingcha.model import Text
from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Case, Lead, LeadSource, Subject
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import Step
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Body, BodyKind, Role
from mingcha.platform.registry.models import App

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from mingcha.platform.casework.step import Move

_STATES = (State.CONFIRMED, State.ORDERED, State.ANSWERED, State.OVERDUE, State.UNRECTIFIED, State.NOTICED)
_PROVINCE = 2  # the first digits of a GB/T 2260 code


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.subject != Subject.SDK:
        return (Text("仅SDK案件可延伸至集成该SDK的应用。", "only the case of an SDK fans out"),)
    if not _embedding(case).exists():
        return (Text("检测未发现集成该SDK且未立案的应用。", "no scan has seen the SDK in an app without an open case"),)
    return ()


def _embedding(case: Case) -> QuerySet[App]:
    busy = Case.objects.filter(app__isnull=False).filter(~Q(state__in=CLOSED) | Q(parent=case)).values("app_id")
    told = Entry.objects.filter(subject=f"case:{case.pk}", kind=STEP.name).values_list("data", flat=True)
    passed_on = Lead.objects.filter(number__in=[number for data in told for number in data.get("leads", ())]).values("app_id")
    found = App.objects.filter(versions__sdk_uses__sdk=case.sdk).exclude(pk__in=busy).exclude(pk__in=passed_on)
    return found.select_related("operator").distinct().order_by("pk")


def _apply(move: Move) -> None:
    bureaus = {bureau.region[:_PROVINCE]: bureau for bureau in Body.objects.filter(kind=BodyKind.BUREAU, active=True) if bureau.region}
    children, leads = [], []
    for app in _embedding(move.case):
        competent = _competent(app, move.case.bureau, bureaus)
        if competent == move.case.bureau:
            child = open_case(subject=Subject.APP, app=app, bureau=competent, actor=move.actor, at=move.at, on=move.on, parent=move.case)
            children.append(child.number)
        else:
            leads.append(_pass_on(move, app, competent).number)
    move.told |= {"children": children, "leads": leads}


def _competent(app: App, own: Body, bureaus: Mapping[str, Body]) -> Body:
    """Return who deals with the app: the ministry what it has found itself, a bureau what is of its province or of none known."""
    region = app.region or (app.operator.region if app.operator else "")
    return own if own.kind == BodyKind.MINISTRY else bureaus.get(region[:_PROVINCE], own)


def _pass_on(move: Move, app: App, bureau: Body) -> Lead:
    sdk = move.case.sdk
    return file_lead(
        source=LeadSource.PATROL,
        name=app.name,
        package_name=app.package_name,
        app=app,
        text=f"检测发现该应用集成“{sdk.name if sdk else ''}”。该SDK已在案件{move.case.number}中确认存在侵害用户权益行为，请核查处理。",
        body=move.case.bureau,
        bureau=bureau,
        actor=move.actor,
        at=move.at,
        on=move.on,
    )


STEP = Step(
    name="fan-out",
    title=Text("延伸至集成该SDK的应用", "Open cases for apps that embed the SDK"),
    moves={state: state for state in _STATES},
    roles=(Role.OFFICER,),
    duty="handle",
    about=(Subject.SDK,),
    apply=_apply,
    objections=_objections,
)
