from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.penalty_notice import build
from mingcha.platform.documents.content import Contact, Party, PenaltyNotice, Stamp

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper

NOTICE = PenaltyNotice(
    issuer="北京市通信管理局",
    party=Party("北京甲乙科技有限公司", "91110000MA00000000", "北京市海淀区某路1号"),
    matter="“伊对”APP侵害用户权益行为",
    filed_on=date(2022, 5, 9),
    ground="当事人在责令整改后仍未整改。\n\n违反有关规定。",
    intended="拟处罚款一万元。",
    contact=Contact("王某", "010-12345678"),
)
STAMP = Stamp("京信管罚告", 3, None, date(2022, 5, 10))


def texts(paper: Paper) -> list[str]:
    return [f"{getattr(block, 'title', '')}{getattr(block, 'text', '')}" for block in paper.blocks]


def test_a_company_is_told_facts_penalty_and_rights() -> None:
    paper = build(NOTICE, STAMP)
    assert (paper.name, paper.number, paper.masthead) == ("行政处罚事先告知书", "京信管罚告〔2022〕3号", "北京市通信管理局")
    assert (paper.addressee, paper.issuer, paper.day, paper.sealed) == ("北京甲乙科技有限公司", "北京市通信管理局", "2022年5月10日", True)
    assert paper.remark == "（联系人：王某，电话：010-12345678）"
    assert texts(paper) == [
        (
            "你单位（统一社会信用代码：91110000MA00000000，住所：北京市海淀区某路1号）“伊对”APP侵害用户权益行为一案，我局于2022年5月9日立案，"
            "现已调查终结。依据《中华人民共和国行政处罚法》第四十四条、第四十五条、第六十三条、第六十四条，现将我局拟作出的行政处罚内容及事实、"
            "理由、依据，以及你单位依法享有的权利告知如下："
        ),
        "违法事实",
        "当事人在责令整改后仍未整改。",
        "违反有关规定。",
        "拟作出的行政处罚及理由、依据",
        "拟处罚款一万元。",
        "你单位的权利",
        (
            "陈述和申辩。你单位可以自收到本告知书之日起5个工作日内，向我局书面或者口头陈述、申辩，并提交事实、理由和证据。我局将进行复核，"
            "事实、理由或者证据成立的予以采纳，不因陈述、申辩而给予更重的处罚。"
        ),
        "要求听证。你单位可以自收到本告知书之日起5个工作日内，向我局提出听证要求。听证由我局指定的非本案调查人员主持，你单位不承担听证的费用。",
        "逾期未提出的，视为放弃上述权利，我局将依法作出行政处罚决定。",
    ]


def test_where_there_is_no_right_to_a_hearing_the_notice_says_so() -> None:
    paper = build(replace(NOTICE, hearing=False, party=Party("甲")), STAMP)
    told = texts(paper)
    assert told[0].startswith("你单位“伊对”APP侵害用户权益行为一案")
    assert "第四十四条、第四十五条，现将" in told[0]
    assert not any(text.startswith("要求听证") for text in told)
    assert told[-1].endswith("本案拟作出的行政处罚不属于应当告知听证权利的情形。")


def test_kinds_and_fine_are_told_as_the_decision_will_be_held_to_them() -> None:
    told = texts(build(replace(NOTICE, sanctions=("警告", "罚款"), fine=Decimal(10_000)), STAMP))
    at = told.index("拟处罚款一万元。")
    assert told[at + 1 : at + 3] == ["拟作出的行政处罚种类：警告、罚款。", "拟罚款金额：人民币壹万元整（¥10,000.00）。"]


@pytest.mark.parametrize("gap", ["ground", "intended"])
def test_a_notice_without_facts_or_penalty_is_none(gap: str) -> None:
    with pytest.raises(ValueError, match="facts"):
        build(replace(NOTICE, **{gap: " \n"}), STAMP)
