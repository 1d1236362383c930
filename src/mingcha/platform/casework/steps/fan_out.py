"""延伸核查: an SDK's case opens a case for each app that embeds the SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.models import Case, Subject
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import Step
from mingcha.platform.people.models import Role
from mingcha.platform.registry.models import App

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from mingcha.platform.casework.step import Move

_STATES = (State.CONFIRMED, State.ORDERED, State.ANSWERED, State.OVERDUE, State.UNRECTIFIED, State.NOTICED)


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.subject != Subject.SDK:
        return (Text("仅SDK案件可延伸至集成该SDK的应用。", "only the case of an SDK fans out"),)
    if not _embedding(case).exists():
        return (Text("检测未发现集成该SDK且未立案的应用。", "no scan has seen the SDK in an app without an open case"),)
    return ()


def _embedding(case: Case) -> QuerySet[App]:
    busy = Case.objects.exclude(state__in=CLOSED).filter(app__isnull=False).values("app_id")
    return App.objects.filter(versions__sdk_uses__sdk=case.sdk).exclude(pk__in=busy).distinct().order_by("pk")


def _apply(move: Move) -> None:
    children = [
        open_case(subject=Subject.APP, app=app, bureau=move.case.bureau, actor=move.actor, at=move.at, on=move.on, parent=move.case)
        for app in _embedding(move.case)
    ]
    move.told["children"] = [child.number for child in children]


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
