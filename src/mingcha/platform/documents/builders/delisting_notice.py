"""下架通报: the public notice that apps are delisted, in the words of the ministry's notices of 2020 and 2021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.parts import app_table, draft_mark
from mingcha.platform.documents.content import day_text, short_issuer, voice
from mingcha.platform.documents.paper import Annex, Paper
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from mingcha.platform.documents.content import DelistingNotice, Stamp

BASIS = (
    "《网络安全法》《电信和互联网用户个人信息保护规定》（工业和信息化部令第24号）"
    "《移动智能终端应用软件预置和分发管理暂行规定》（工信部信管〔2016〕407号）等法律和规范性文件要求"
)

RECHECKED = "经第三方检测机构核查复检，"


def build(notice: DelistingNotice, stamp: Stamp) -> Paper:
    """Return the notice with its annex; ValueError when it names no app or rests on no notice."""
    if not notice.apps:
        raise ValueError("a notice names at least one app")
    if not notice.noticed_on:
        raise ValueError("what is delisted was named in a notice before")
    us, count = voice(notice.issuer), len(notice.apps)
    ban = "；名单中的小程序，相关平台应当禁止搜索" if notice.mini_programs else ""
    return Paper(
        title=("关于下架侵害用户权益APP名单的通报",),
        mark=draft_mark(stamp),
        blocks=(
            Paragraph(
                f"{_days(notice)}，{us}向社会通报了{notice.noticed}款存在侵害用户权益行为的APP。截至目前，"
                f"{RECHECKED if notice.rechecked else ''}尚有{count}款APP未按照{us}要求完成整改（详见附件）。"
            ),
            Paragraph(
                f"依据{BASIS}，{us}组织对上述{count}款APP进行下架。相关应用商店应在本通报发布后，立即组织对名单中应用软件"
                f"进行下架处理{ban}，并举一反三，严格落实分发平台主体责任，把好上架审核关。"
            ),
        ),
        annexes=(Annex(f"{short_issuer(notice.issuer)}下架的应用软件名单", (app_table(notice.apps),)),),
        issuer=notice.issuer,
        day=stamp.printed_day,
        sealed=False,
    )


def _days(notice: DelistingNotice) -> str:
    """Return the days of the notices before it: 2022年4月20日、6月1日."""
    days = sorted(notice.noticed_on)
    return "、".join(day_text(day, within=days[number - 1] if number else None) for number, day in enumerate(days))
