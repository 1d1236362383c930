"""通报: the public notice of a batch, in the words of the ministry's notices of 2021 to 2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.parts import app_table, draft_mark
from mingcha.platform.documents.content import LAWS, day_text, short_issuer, voice
from mingcha.platform.documents.paper import Annex, Paper
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from mingcha.platform.documents.content import Notice, Stamp

_APPS, _SDKS = "移动互联网应用程序（APP）", "第三方软件开发工具包（SDK）"


def build(notice: Notice, stamp: Stamp) -> Paper:
    """Return the notice with its annex; ValueError when it names no app."""
    if not notice.apps:
        raise ValueError("a notice names at least one app")
    them = "APP（SDK）" if notice.sdk else "APP"
    title = f"关于{notice.topic}“回头看”的通报" if notice.topic else f"关于侵害用户权益行为的{them}通报"
    return Paper(
        title=(title, stamp.batch),
        mark=draft_mark(stamp),
        blocks=(Paragraph(_found(notice, them)), Paragraph(_asked(notice, stamp))),
        annexes=(Annex(f"{short_issuer(notice.issuer)}通报存在问题的{them}名单", (app_table(notice.apps),)),),
        issuer=notice.issuer,
        day=stamp.printed_day,
        sealed=False,
    )


def _found(notice: Notice, them: str) -> str:
    us, count = voice(notice.issuer), len(notice.apps)
    if notice.topic:
        return (
            f"依据{LAWS}，{us}近期开展{notice.topic}“回头看”，组织第三方检测机构进行重点抽测，共发现{count}款{them}"
            "存在问题（详见附件），现予以通报。"
        )
    looked = f"{f'群众关注的{notice.focus}' if notice.focus else ''}{_APPS}{f'及{_SDKS}' if notice.sdk else ''}"
    opening = f"依据{LAWS}，{us}近期组织第三方检测机构对{looked}进行检查"
    if not notice.ordered:
        return f"{opening}。发现{count}款{them}存在侵害用户权益行为（详见附件），现予以通报。"
    if notice.tested:
        return (
            f"{opening}，对发现存在侵害用户权益行为的{notice.tested}款{them}提出整改要求。"
            f"截至目前，尚有{count}款{them}未按要求完成整改（详见附件），现予以通报。"
        )
    return f"{opening}。截至目前，尚有{count}款{them}未完成整改（详见附件），现予以通报。"


def _asked(notice: Notice, stamp: Stamp) -> str:
    us, them = voice(notice.issuer), "APP及SDK" if notice.sdk else "APP"
    if notice.deadline is None:
        return f"上述{them}应按有关规定进行整改，整改落实不到位的，{us}将依法依规组织开展相关处置工作。"
    day = day_text(notice.deadline, within=stamp.day)
    failing = "逾期不整改或整改不到位的" if notice.topic else "逾期不整改的"
    return f"上述{them}应在{day}前完成整改落实工作。{failing}，{us}将依法依规组织开展相关处置工作。"
