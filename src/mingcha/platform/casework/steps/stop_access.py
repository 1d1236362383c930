"""停止接入: access providers are told to stop network access (26号 二（五）14), after delisting or where no store can delist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import notice_limit
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.registry.models import Listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case


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
    objections=_objections,
    open_to_party=True,
    grave=True,
)
