"""停止接入: an access provider is told to stop network access (26号 二（五）14), after delisting or where no store can delist.

The 停止接入通知书 is then drafted and issued (`casework.papers`), and the provider says that it has done it (`access-receipt`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import notice_limit
from mingcha.platform.casework.measures import AccessStop
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.registry.models import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    if case.state == State.DELISTED:
        return ()
    if case.noticed_on is None:
        return (Text("尚未通报，应先提请通报。", "not yet noticed: propose the notice first"),)
    if reasons := notice_limit(case, on):
        return reasons
    if case.app is not None and case.app.listings.exclude(state__in=(Listed.DELISTED, Listed.SEARCH_BANNED)).exists():
        return (Text("应用仍在应用商店上架，应先通知下架。", "stores still list the app: have it delisted first"),)
    return ()


def _apply(move: Move) -> None:
    provider = move.data["provider"]
    if move.case.access_stops.filter(provider=provider, lifted_on=None).exists():
        raise StepError(Text("已通知该企业停止接入。", "this provider was told to stop access already"))
    AccessStop.objects.create(case=move.case, provider=provider, ordered_on=move.on)
    move.told["access"] = provider.name


STEP = Step(
    name="stop-access",
    title=Text("要求停止接入", "Have access stopped"),
    moves=dict.fromkeys((State.UNRECTIFIED, State.NOTICED, State.DELISTED), State.ACCESS_STOPPED),
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(
        Field("provider", "access", Text("网络接入企业", "Access provider")),
        Field("reason", "long", Text("理由", "Reason")),
    ),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
    grave=True,
)
