from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.casework.play import OFFICER, Play

from mingcha.platform.casework.leads import accept_lead, file_lead, reject_lead, reply_to_complaint
from mingcha.platform.casework.models import Lead, LeadSource
from mingcha.platform.casework.replies import proposed_reply
from mingcha.platform.casework.states import State

if TYPE_CHECKING:
    from tests.platform.world import World


def _complaint(world: World, play: Play) -> Lead:
    bodies = world.bodies
    told = {"body": bodies["complaints"], "bureau": bodies["beijing"], "at": play.at, "on": play.on}
    return file_lead(source=LeadSource.COMPLAINT, name="向日葵", **told)  # type: ignore[arg-type]


def test_an_answer_begins_with_where_the_complaint_stands(world: World) -> None:
    play = Play(world)
    lead = _complaint(world, play)
    assert proposed_reply(lead) == (
        "您好，您反映的“向日葵”有关情况已收悉。已交由北京市通信管理局核查处理，请凭查询码查询办理进度。感谢您的监督。"
    )
    accept_lead(lead=lead, actor=world[OFFICER], at=play.at, on=play.on, app=world.app)
    lead.refresh_from_db()
    assert "北京市通信管理局已受理，正在依法检测和处置" in proposed_reply(lead)
    for state, words in ((State.NO_PROBLEM, "未发现所反映的问题"), (State.RECTIFIED, "整改已完成"), (State.REVOKED, "。现已结案。")):
        play.case.state = state
        play.case.save()
        lead.refresh_from_db()
        assert words in proposed_reply(lead)


def test_an_answer_to_a_rejected_complaint_tells_the_reason_and_an_answer_given_is_begun_with(world: World) -> None:
    play = Play(world)
    lead = _complaint(world, play)
    lead = reject_lead(lead=lead, actor=world[OFFICER], reason="不属于受理范围", at=play.at)
    assert "经北京市通信管理局审查，不予受理，理由：不属于受理范围。感谢" in proposed_reply(lead)
    lead = reply_to_complaint(lead=lead, actor=world[OFFICER], reply="另行答复。", at=play.at)
    assert proposed_reply(lead) == "另行答复。"
