"""行政处罚事先告知书: the prior notice of a penalty, with what 行政处罚法 (2021) arts. 44, 45, 63 and 64 have the company told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.amount import amount_text
from mingcha.platform.documents.builders.parts import draft_mark, paragraphs
from mingcha.platform.documents.content import day_text, voice
from mingcha.platform.documents.paper import Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import PenaltyNotice, Stamp
    from mingcha.platform.documents.paper import Block


def build(notice: PenaltyNotice, stamp: Stamp) -> Paper:
    """Return the notice; ValueError without facts or without what is intended."""
    if not (notice.ground.strip() and notice.intended.strip()):
        raise ValueError("a prior notice tells the facts and what is intended")
    return Paper(
        title=("行政处罚事先告知书",),
        masthead=notice.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        addressee=notice.party.name,
        blocks=(Paragraph(_opening(notice)), *_sections(notice)),
        issuer=notice.issuer,
        day=stamp.printed_day,
        remark=notice.contact.remark,
        printed=(notice.issuer, f"{stamp.printed_day}印发"),
    )


def _opening(notice: PenaltyNotice) -> str:
    us, party = voice(notice.issuer), notice.party
    who = "，".join(f"{name}：{value}" for name, value in (("统一社会信用代码", party.code), ("住所", party.address)) if value)
    articles = "第四十四条、第四十五条、第六十三条、第六十四条" if notice.hearing else "第四十四条、第四十五条"
    return (
        f"你单位{f'（{who}）' if who else ''}{notice.matter}一案，{us}于{day_text(notice.filed_on)}立案，现已调查终结。"
        f"依据《中华人民共和国行政处罚法》{articles}，现将{us}拟作出的行政处罚内容及事实、理由、依据，"
        "以及你单位依法享有的权利告知如下："
    )


def _sections(notice: PenaltyNotice) -> Iterator[Block]:
    us, days = voice(notice.issuer), f"自收到本告知书之日起{notice.working_days}个工作日内"
    yield Section(1, "违法事实")
    yield from paragraphs(notice.ground)
    yield Section(1, "拟作出的行政处罚及理由、依据")
    yield from paragraphs(notice.intended)
    if notice.sanctions:
        yield Paragraph(f"拟作出的行政处罚种类：{'、'.join(notice.sanctions)}。")
    if notice.fine:
        yield Paragraph(f"拟罚款金额：{amount_text(notice.fine)}。")
    yield Section(1, "你单位的权利")
    yield Section(
        2,
        "陈述和申辩。",
        f"你单位可以{days}，向{us}书面或者口头陈述、申辩，并提交事实、理由和证据。{us}将进行复核，事实、理由或者证据成立的予以采纳，"
        "不因陈述、申辩而给予更重的处罚。",
    )
    if notice.hearing:
        yield Section(
            2, "要求听证。", f"你单位可以{days}，向{us}提出听证要求。听证由{us}指定的非本案调查人员主持，你单位不承担听证的费用。"
        )
    yield Paragraph(
        f"逾期未提出的，视为放弃上述权利，{us}将依法作出行政处罚决定。"
        if notice.hearing
        else f"逾期未提出的，视为放弃上述权利，{us}将依法作出行政处罚决定。本案拟作出的行政处罚不属于应当告知听证权利的情形。"
    )
