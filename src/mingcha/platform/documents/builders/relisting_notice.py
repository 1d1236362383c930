"""恢复上架通知: one store is told that an app that it was ordered to delist, or to ban from search, may come back.

An access provider is told in the same form that an app or SDK may have access again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.parts import app_list, draft_mark
from mingcha.platform.documents.content import day_text, voice
from mingcha.platform.documents.paper import Annex, Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import RelistingNotice, Stamp


def build(notice: RelistingNotice, stamp: Stamp) -> Paper:
    """Return the notice with its annex; ValueError when it names no app."""
    if not notice.apps:
        raise ValueError("a notice of relisting names at least one app")
    back = _back(notice)
    return Paper(
        title=(f"关于{back}有关{_them(notice)}的通知",),
        masthead=notice.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        addressee=notice.store,
        blocks=(Paragraph(_opening(notice)), *_sections(notice, back)),
        annexes=(Annex(f"{back}的{_listed(notice)}名单", (app_list(notice.apps),)),),
        issuer=notice.issuer,
        day=stamp.printed_day,
        remark=notice.contact.remark,
        printed=(notice.issuer, f"{stamp.printed_day}印发"),
    )


def _back(notice: RelistingNotice) -> str:
    if notice.access_of:
        return "恢复接入"
    return "恢复搜索" if notice.search_ban else "恢复上架"


def _them(notice: RelistingNotice) -> str:
    return notice.access_of or ("小程序" if notice.search_ban else "APP")


def _listed(notice: RelistingNotice) -> str:
    return notice.access_of or ("小程序" if notice.search_ban else "应用软件")


def _opening(notice: RelistingNotice) -> str:
    us, them, count = voice(notice.issuer), _them(notice), len(notice.apps)
    did = "停止接入" if notice.access_of else "禁止搜索" if notice.search_ban else "下架"
    number = f"（{notice.order}）" if notice.order else ""
    now = f"经复检，其中{count}款{them}已完成整改" if notice.rectified else f"其中{count}款{them}所涉案件已依法撤销"
    return f"{day_text(notice.ordered_on)}，{us}通知你单位{did}侵害用户权益{them}{number}。{now}（详见附件）。现将有关事项通知如下："


def _sections(notice: RelistingNotice, back: str) -> Iterator[Section]:
    us, what = voice(notice.issuer), _listed(notice)
    yield Section(1, f"{back}。", f"自收到本通知之日起，你单位可以{back}附件所列{what}。")
    if notice.access_of:
        return
    if notice.rectified:
        yield Section(1, "核对版本。", f"附件所列版本为复检通过的版本，{back}前应核对版本，不得提供此前存在问题的版本。")
    yield Section(1, "加强上架审核。", f"你单位应严格落实分发平台主体责任，发现{what}再次出现侵害用户权益行为的，及时处置并报告{us}。")
