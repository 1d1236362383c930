"""行政处罚决定书: the decision on a penalty, with what 行政处罚法 (2021) art. 59 has it say.

Fines are paid within 15 days of receipt at the bank or electronically (art. 67), 3 % a day are added to what is late, no more than
the fine itself (art. 72), and neither reconsideration nor a suit stays the decision (art. 73). Reconsideration is asked for within
60 days (行政复议法 art. 20), a suit is brought within six months (行政诉讼法 art. 46).

The ministry reconsiders its own acts (行政复议法 (2023) art. 25) and those of the provincial bureaus, which it leads (art. 27). A suit
goes to a court at the seat of the authority that acted (行政诉讼法 art. 18): an intermediate one against the ministry (art. 15), a
basic one against a bureau (art. 14). The court itself is not named: high courts may give such suits to another (art. 18).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.amount import amount_text
from mingcha.platform.documents.builders.parts import draft_mark, paragraphs
from mingcha.platform.documents.content import MINISTRY, day_text, voice
from mingcha.platform.documents.paper import Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import PenaltyDecision, Stamp
    from mingcha.platform.documents.paper import Block


def build(decision: PenaltyDecision, stamp: Stamp) -> Paper:
    """Return the decision; ValueError where it lacks the party's address, facts, evidence, penalty or basis."""
    needed = (decision.party.address, decision.ground, decision.penalty, decision.basis)
    if not decision.evidence or not all(each.strip() for each in needed):
        raise ValueError("a decision names the party's address, facts, evidence, penalty and basis")
    return Paper(
        title=("行政处罚决定书",),
        masthead=decision.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        blocks=(*_party(decision), *_sections(decision)),
        issuer=decision.issuer,
        day=stamp.printed_day,
        remark=decision.contact.remark,
        printed=(decision.issuer, f"{stamp.printed_day}印发"),
    )


def _party(decision: PenaltyDecision) -> Iterator[Block]:
    party, us = decision.party, voice(decision.issuer)
    yield Paragraph(f"当事人：{party.name}")
    if party.code:
        yield Paragraph(f"统一社会信用代码：{party.code}")
    yield Paragraph(f"住所：{party.address}")
    yield Paragraph(f"当事人{decision.matter}一案，{us}于{day_text(decision.filed_on)}立案，现已调查终结。")


def _sections(decision: PenaltyDecision) -> Iterator[Block]:
    us = voice(decision.issuer)
    yield Section(1, "违法事实和证据")
    yield from paragraphs(decision.ground)
    yield Paragraph("上述事实，有以下证据证明：")
    for line in decision.evidence:
        yield Section(3, "", f"{line}。")
    yield Section(1, "告知、陈述申辩及听证")
    yield from _heard(decision)
    yield Section(1, "行政处罚的依据和种类")
    yield from paragraphs(decision.basis)
    yield Paragraph(f"依据上述规定，{us}决定给予当事人以下行政处罚：")
    yield from paragraphs(decision.penalty)
    if decision.sanctions:
        yield Paragraph(f"处罚种类：{'、'.join(decision.sanctions)}。")
    if decision.fine:
        yield Paragraph(f"罚款金额：{amount_text(decision.fine)}。")
    yield Section(1, "履行方式和期限")
    yield from _performed(decision)
    yield Section(1, "救济途径和期限")
    of_ministry = decision.issuer.startswith(MINISTRY)
    body = us if of_ministry and decision.review == MINISTRY else decision.review
    court = f"{us}所在地有管辖权的{'中级' if of_ministry else '基层'}人民法院"
    yield Paragraph(
        f"当事人不服本决定的，可以自收到本决定书之日起60日内向{body}申请行政复议，也可以自收到本决定书之日起6个月内依法向{court}"
        "提起行政诉讼。除法律另有规定外，行政复议或者行政诉讼期间本决定不停止执行。"
    )


def _heard(decision: PenaltyDecision) -> Iterator[Paragraph]:
    us, rights = voice(decision.issuer), "陈述、申辩和要求听证" if decision.hearing else "陈述、申辩"
    yield Paragraph(
        f"{us}于{day_text(decision.notified_on)}以《行政处罚事先告知书》（{decision.notice}）告知当事人拟作出的行政处罚内容及事实、"
        f"理由、依据，以及依法享有的{rights}的权利。"
    )
    if not decision.statement:
        yield Paragraph(f"当事人在规定期限内未{'陈述、申辩，也未要求听证' if decision.hearing else '陈述、申辩'}。")
        return
    yield from paragraphs(decision.statement)
    yield from paragraphs(decision.considered)


def _performed(decision: PenaltyDecision) -> Iterator[Paragraph]:
    if decision.fine:
        yield Paragraph(
            "当事人应当自收到本决定书之日起15日内，到指定的银行或者通过电子支付系统缴纳罚款。到期不缴纳罚款的，每日按罚款数额的3%"
            "加处罚款，加处罚款的数额不超出罚款的数额。"
        )
        if decision.account:
            yield Paragraph(f"缴款账户：{decision.account.removesuffix('。')}。")
    yield from paragraphs(decision.performance)
    if not decision.fine and not decision.performance:
        yield Paragraph("本决定自送达之日起生效。")
    else:
        yield Paragraph(f"逾期不履行，又不申请行政复议、不提起行政诉讼的，{voice(decision.issuer)}将依法申请人民法院强制执行。")
