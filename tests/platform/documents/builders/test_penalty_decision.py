from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from mingcha.platform.documents.builders.penalty_decision import build
from mingcha.platform.documents.content import Party, PenaltyDecision, Stamp
from mingcha.platform.documents.paper import numbered

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper

DECISION = PenaltyDecision(
    issuer="北京市通信管理局",
    party=Party("北京甲乙科技有限公司", "91110000MA00000000", "北京市海淀区某路1号"),
    matter="“伊对”APP侵害用户权益行为",
    filed_on=date(2022, 5, 9),
    ground="当事人在责令整改后仍未整改，违反有关规定。",
    evidence=("某检测中心对7.4.800版本的检测结论（2022年4月18日）", "《责令整改通知书》（京信管责改〔2022〕23号）"),
    notice="京信管罚告〔2022〕3号",
    notified_on=date(2022, 5, 10),
    penalty="罚款。",
    basis="有关规定第二十三条。",
    fine=Decimal(10_000),
)
STAMP = Stamp("京信管罚", 2, None, date(2022, 6, 1))


def texts(paper: Paper) -> list[str]:
    return [f"{number}{getattr(block, 'title', '')}{getattr(block, 'text', '')}" for number, block in numbered(paper.blocks)]


def test_a_decision_says_what_the_law_has_it_say() -> None:
    paper = build(DECISION, STAMP)
    assert (paper.name, paper.number, paper.addressee, paper.sealed) == ("行政处罚决定书", "京信管罚〔2022〕2号", "", True)
    assert (paper.issuer, paper.day) == ("北京市通信管理局", "2022年6月1日")
    assert texts(paper) == [
        "当事人：北京甲乙科技有限公司",
        "统一社会信用代码：91110000MA00000000",
        "住所：北京市海淀区某路1号",
        "当事人“伊对”APP侵害用户权益行为一案，我局于2022年5月9日立案，现已调查终结。",
        "一、违法事实和证据",
        "当事人在责令整改后仍未整改，违反有关规定。",
        "上述事实，有以下证据证明：",
        "1.某检测中心对7.4.800版本的检测结论（2022年4月18日）。",
        "2.《责令整改通知书》（京信管责改〔2022〕23号）。",
        "二、告知、陈述申辩及听证",
        (
            "我局于2022年5月10日以《行政处罚事先告知书》（京信管罚告〔2022〕3号）告知当事人拟作出的行政处罚内容及事实、理由、依据，"
            "以及依法享有的陈述、申辩和要求听证的权利。"
        ),
        "当事人在规定期限内未陈述、申辩，也未要求听证。",
        "三、行政处罚的依据和种类",
        "有关规定第二十三条。",
        "依据上述规定，我局决定给予当事人以下行政处罚：",
        "罚款。",
        "罚款金额：人民币壹万元整（¥10,000.00）。",
        "四、履行方式和期限",
        (
            "当事人应当自收到本决定书之日起15日内，到指定的银行或者通过电子支付系统缴纳罚款。到期不缴纳罚款的，每日按罚款数额的3%加处罚款，"
            "加处罚款的数额不超出罚款的数额。"
        ),
        "逾期不履行，又不申请行政复议、不提起行政诉讼的，我局将依法申请人民法院强制执行。",
        "五、救济途径和期限",
        (
            "当事人不服本决定的，可以自收到本决定书之日起60日内向工业和信息化部申请行政复议，也可以自收到本决定书之日起6个月内依法向我局所在地"
            "有管辖权的基层人民法院提起行政诉讼。除法律另有规定外，行政复议或者行政诉讼期间本决定不停止执行。"
        ),
    ]


def test_what_the_company_said_and_what_became_of_it_is_told() -> None:
    told = texts(build(replace(DECISION, statement="当事人称已整改。", considered="不予采纳。", hearing=False), STAMP))
    heading = told.index("二、告知、陈述申辩及听证")
    assert told[heading + 1].endswith("以及依法享有的陈述、申辩的权利。")
    assert told[heading + 2 : heading + 4] == ["当事人称已整改。", "不予采纳。"]


def test_the_kinds_are_named() -> None:
    told = texts(build(replace(DECISION, sanctions=("警告", "罚款")), STAMP))
    assert told[told.index("罚款。") + 1] == "处罚种类：警告、罚款。"


ENFORCED = "逾期不履行，又不申请行政复议、不提起行政诉讼的，我局将依法申请人民法院强制执行。"


@pytest.mark.parametrize(
    ("performance", "lines"),
    [
        ("", ["本决定自送达之日起生效。"]),
        (
            "自收到之日起停业整顿。",
            ["自收到之日起停业整顿。", ENFORCED],
        ),
    ],
)
def test_without_a_fine_nothing_is_paid(performance: str, lines: list[str]) -> None:
    told = texts(build(replace(DECISION, fine=None, penalty="警告。", performance=performance), STAMP))
    assert told[told.index("四、履行方式和期限") + 1 : told.index("五、救济途径和期限")] == lines
    assert not any("罚款金额" in line for line in told)


def test_the_ministry_itself_is_asked_to_reconsider_its_decisions() -> None:
    told = texts(build(replace(DECISION, issuer="工业和信息化部信息通信管理局"), STAMP))
    assert "60日内向我部申请行政复议" in told[-1]
    assert "向我部所在地有管辖权的中级人民法院提起行政诉讼" in told[-1]


def test_the_account_for_a_fine_is_printed_where_it_is_known() -> None:
    account = "某银行某支行，户名：北京市通信管理局，账号：0123456789"
    told = texts(build(replace(DECISION, account=account), STAMP))
    assert told[told.index("四、履行方式和期限") + 2] == f"缴款账户：{account}。"
    assert not any("缴款账户" in line for line in texts(build(DECISION, STAMP)))
    assert not any("缴款账户" in line for line in texts(build(replace(DECISION, account=account, fine=None), STAMP)))


@pytest.mark.parametrize(
    "gap", [{"ground": ""}, {"evidence": ()}, {"penalty": " "}, {"basis": ""}, {"party": Party("甲")}], ids=lambda gap: next(iter(gap))
)
def test_a_decision_with_a_gap_is_none(gap: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a decision names"):
        build(replace(DECISION, **gap), STAMP)
