"""What an authority or the complaint centre can answer to who complained, proposed from how the lead and its case stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.casework.models import Lead, LeadState
from mingcha.platform.casework.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDED: Mapping[str, str] = {
    State.NO_PROBLEM: "经检测和审查，未发现所反映的问题，现已结案。",
    State.RECTIFIED: "经检测发现存在问题，已责令其整改；经复检，整改已完成，现已结案。",
    State.RELISTED: "经检测发现存在问题，已依法处置；经复检，整改已完成，现已结案。",
    State.CLOSED: "经检测发现存在问题，已依法处置，现已结案。",
}


def proposed_reply(lead: Lead) -> str:
    """Return the text with which the form of an answer begins: the answer given before, or one that says where the complaint stands."""
    if lead.reply:
        return lead.reply
    return f"您好，您反映的“{lead.name}”有关情况已收悉。{_standing(lead)}感谢您的监督。"


def _standing(lead: Lead) -> str:
    if lead.state == LeadState.REJECTED:
        why = lead.why if lead.why.endswith(("。", "！", "？")) else f"{lead.why}。"
        return f"经{lead.bureau}审查，不予受理，理由：{why}"
    if lead.case is None:
        return f"已交由{lead.bureau}核查处理，请凭查询码查询办理进度。"
    if lead.case.is_closed:
        return _ENDED.get(lead.case.state, "现已结案。")
    return f"{lead.bureau}已受理，正在依法检测和处置，请凭查询码查询办理进度。"
