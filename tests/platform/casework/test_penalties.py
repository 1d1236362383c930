from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, Play

from mingcha.platform.casework.papers import draft_paper, papers, possible, visible_documents
from mingcha.platform.casework.penalties import drafted_decision
from mingcha.platform.casework.run import history
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents.issue import IssueError, issue, verify_hash
from mingcha.platform.documents.models import Document, FrozenError, Kind
from mingcha.platform.documents.models import State as Written
from mingcha.platform.ledger.chain import verify
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from tests.platform.world import World


def _notified(world: World) -> Play:
    """Play a case with an order on paper and a failed recheck up to the prior notice."""
    play = Play(world)
    play.order()
    paper = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    issue(document=paper, actor=world[DECIDER], at=play.at, on=play.on)
    play.do("answer", COMPANY, text="已整改")
    play.go(10)
    play.fail_recheck(world.version)
    play.notify_penalty()
    return play


def _paper(kind: str) -> Document:
    return Document.objects.get(kind=kind)


def test_the_prior_notice_is_issued_with_its_step_numbered_frozen_and_proved(world: World) -> None:
    operator = world.bodies["operator"]
    operator.uscc = "91110000MA00000000"
    operator.save()
    play = _notified(world)
    paper = _paper(Kind.PENALTY_NOTICE)
    assert (paper.state, paper.printed, paper.issued_on) == (Written.ISSUED, "京信管罚告〔2026〕1号", play.on)
    assert paper.content["party"] == {"name": operator.name, "code": operator.uscc, "address": "北京市海淀区某路1号"}
    assert (paper.content["matter"], paper.content["hearing"]) == ("“向日葵”APP侵害用户权益行为", True)
    assert paper.content["intended"] == "拟予警告，并处罚款二万元。"
    assert (paper.content["sanctions"], paper.content["fine"]) == (["警告", "罚款"], "20000.00")
    entry = Entry.objects.get(subject=f"case:{play.case.pk}", kind="notify-penalty")
    assert (entry.data["document"], entry.evidence) == (paper.printed, paper.files.get(format="pdf").sha256)
    assert verify_hash(entry.evidence) == paper
    assert papers(play.case, world[COMPANY]).first() == paper
    assert visible_documents(world[COMPANY]).filter(pk=paper.pk).exists()
    assert history(play.case, reader=world[COMPANY])[-2].data["document"] == paper.printed
    with pytest.raises(FrozenError):
        paper.save()
    assert verify() == []


def test_an_officer_says_when_there_is_no_right_to_a_hearing(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.do("file-penalty", OFFICER, ground="拒不整改", address="某路")
    play.do("notify-penalty", OFFICER, intended="拟予警告。", sanctions=["warning"], no_hearing=True)
    assert not play.case.penalty.hearing
    assert _paper(Kind.PENALTY_NOTICE).content["hearing"] is False


def test_the_decision_is_drafted_with_the_proposal_and_issued_by_who_decides(world: World) -> None:
    play = _notified(world)
    notice = _paper(Kind.PENALTY_NOTICE)
    play.go(10)
    play.do("attach", OFFICER, files=[play.proof("inner.png")], note="内部")
    play.do("attach", OFFICER, files=[play.proof("open.png")], note="可告知企业", open_to_party=True)
    play.propose_penalty()
    paper = _paper(Kind.PENALTY_DECISION)
    assert (paper.state, paper.drafted_by) == (Written.DRAFT, world[OFFICER])
    assert papers(play.case, world[COMPANY]).first() == notice
    assert not visible_documents(world[COMPANY]).filter(pk=paper.pk).exists()
    Document.objects.filter(pk=paper.pk).update(drafted_by=world[DECIDER])
    with pytest.raises(IssueError, match="拟稿人"):
        issue(document=paper, actor=world[DECIDER], at=play.at, on=play.on)
    Document.objects.filter(pk=paper.pk).update(drafted_by=world[OFFICER])
    assert play.do("decide-penalty", DECIDER).state == State.PENALISED
    paper.refresh_from_db()
    assert (paper.state, paper.printed, paper.issued_by) == (Written.ISSUED, "京信管罚〔2026〕1号", world[DECIDER])
    assert (paper.content["notice"], paper.content["fine"]) == (notice.printed, "10000.00")
    assert paper.content["evidence"] == [
        "第一检测中心对1.0版本的检测结论（2026年3月2日）",
        "第一检测中心对1.0版本的复检结论（2026年3月12日）",
        "《责令整改通知书》（京信管责改〔2026〕1号）",
        "责令整改通知的送达记录（2026年3月2日）",
        "当事人提交的整改情况说明（2026年3月2日）",
        "证据文件“open.png”（2026年3月22日）",
    ]
    assert papers(play.case, world[COMPANY]).first() == paper


def test_a_proposal_that_is_made_again_changes_the_draft(world: World) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    play.do("return-proposal", DECIDER, reason="数额过低")
    play.do("hear", OFFICER, statement="当事人请求从轻。")
    play.propose_penalty(20_000)
    paper = _paper(Kind.PENALTY_DECISION)
    assert (paper.content["fine"], paper.content["statement"]) == ("20000.00", "当事人请求从轻。")
    assert paper.content["considered"] == "当事人的意见不成立，不予采纳。"


def test_a_decision_names_the_account_of_the_authority(world: World) -> None:
    world.bodies["beijing"].account = "某银行，账号0123456789"
    world.bodies["beijing"].save()
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    assert _paper(Kind.PENALTY_DECISION).content["account"] == "某银行，账号0123456789"


def test_a_penalty_without_a_fine_has_none(world: World) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty(0)
    assert _paper(Kind.PENALTY_DECISION).content["fine"] is None
    assert play.case.penalty.fine is None


@pytest.mark.parametrize(
    ("sanctions", "fine", "reason"),
    [
        (["warning", "fine"], "20000.01", r"罚款20,000\.01元高于已告知的20,000\.00元，须重新告知"),
        (["licence-revoked"], None, "“吊销许可证件”未经事先告知"),
        (["warning", "criticism", "fine"], 5_000, "“通报批评”未经事先告知"),
        (["fine"], None, "须填写罚款数额"),
        (["warning"], 5_000, "须填写罚款数额"),
    ],
)
def test_a_penalty_beyond_its_prior_notice_is_refused(world: World, sanctions: list[str], fine: object, reason: str) -> None:
    play = _notified(world)
    play.go(10)
    with pytest.raises(StepError, match=reason):
        play.do("propose-penalty", OFFICER, content="x", basis="有关规定", sanctions=sanctions, fine=fine)
    play.case.refresh_from_db()
    assert (play.case.state, drafted_decision(play.case)) == (State.PENALTY_NOTIFIED, None)
    assert play.do("propose-penalty", OFFICER, content="x", basis="有关规定", sanctions=["fine"], fine=20_000).penalty.fine == 20_000


def test_a_penalty_beyond_its_prior_notice_is_told_of_anew(world: World) -> None:
    play = _notified(world)
    first = _paper(Kind.PENALTY_NOTICE)
    play.do("hear", OFFICER, statement="当事人请求从轻。")
    play.go(10)
    with pytest.raises(StepError, match="须填写罚款数额"):
        play.do("notify-penalty", OFFICER, intended="拟罚款三万元。", sanctions=["fine"])
    play.do("notify-penalty", OFFICER, intended="拟罚款三万元。", sanctions=["fine"], fine=30_000)
    second = Document.objects.filter(kind=Kind.PENALTY_NOTICE).latest("pk")
    assert (second.printed, play.case.penalty.notice, play.case.due_on) == ("京信管罚告〔2026〕2号", second, None)
    assert first.printed == "京信管罚告〔2026〕1号"
    with pytest.raises(StepError, match="告知书尚未送达"):
        play.do("propose-penalty", OFFICER, content="x", basis="x", sanctions=["fine"], fine=30_000)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="direct", address="某路")
    with pytest.raises(StepError, match="未届满"):
        play.do("propose-penalty", OFFICER, content="x", basis="x", sanctions=["fine"], fine=30_000)
    play.go(10)
    told = {"content": "罚款", "basis": "依据有关规定。", "considered": "部分采纳。", "sanctions": ["fine"]}
    play.do("propose-penalty", OFFICER, fine=25_000, **told)
    paper = _paper(Kind.PENALTY_DECISION)
    assert (paper.content["notice"], paper.content["statement"]) == (second.printed, "当事人请求从轻。")
    assert (paper.content["sanctions"], paper.content["fine"]) == (["罚款"], "25000.00")
    keys = [key for key, _ in possible(play.case) if key == "receipt-penalty-notice"]
    receipt = draft_paper(play.case, keys[0], actor=world[OFFICER], at=play.at).content
    assert (receipt["documents"][0]["number"], receipt["manner"]) == (second.printed, "直接送达")


def test_after_a_dropped_procedure_there_can_be_another_one(world: World) -> None:
    play = _notified(world)
    with pytest.raises(StepError, match="不能办理"):
        play.do("file-penalty", OFFICER, ground="x", address="x")
    play.do("drop-penalty", DECIDER, reason="主要证据不足")
    play.go(1)
    play.do("file-penalty", OFFICER, ground="新的证据证明拒不整改。", address="北京市海淀区某路1号")
    dropped = play.case.penalties.earliest("pk")
    assert (dropped.dropped_on, dropped.dropped_why, play.case.penalty.filed_on) == (date(2026, 3, 12), "主要证据不足", play.on)
    key = "receipt-penalty-notice"
    receipt = draft_paper(play.case, key, actor=world[OFFICER], at=play.at).content
    assert (receipt["documents"][0]["number"], receipt["manner"]) == ("京信管罚告〔2026〕1号", "邮寄送达")
    told = {"intended": "拟罚款五千元。", "sanctions": ["fine"], "fine": 5_000}
    play.do("notify-penalty", OFFICER, **told)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="direct", address="某路")
    play.go(10)
    with pytest.raises(StepError, match="须重新告知"):
        play.propose_penalty(20_000)
    play.do("propose-penalty", OFFICER, content="罚款", basis="有关规定", sanctions=["fine"], fine=5_000)
    play.do("decide-penalty", DECIDER)
    assert _paper(Kind.PENALTY_DECISION).content["notice"] == "京信管罚告〔2026〕2号"
    assert list(play.case.penalties.values_list("dropped_on", "fine")) == [(None, 5_000), (date(2026, 3, 12), None)]
    page = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/").content.decode()
    for text in ("主要证据不足", "新的证据证明拒不整改。", "5,000.00", "20,000.00"):
        assert text in page


def test_a_procedure_that_is_dropped_gives_the_limit_of_the_notice_back(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.notice()
    limit = play.case.public_due_on
    play.go(1)
    play.notify_penalty()
    assert play.case.due_on != limit
    play.do("drop-penalty", DECIDER, reason="情节轻微")
    assert (play.case.state, play.case.due_on) == (State.NOTICED, limit)


@pytest.mark.parametrize("way", ["dropped", "revoked"])
def test_no_draft_outlives_its_procedure(world: World, way: str) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    assert drafted_decision(play.case) is not None
    if way == "dropped":
        play.do("drop-penalty", DECIDER, reason="情节轻微")
    else:
        play.do("appeal", COMPANY, text="误判")
        play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判")
    assert drafted_decision(play.case) is None
    assert Entry.objects.filter(kind="document-discarded").count() == 1


def test_a_served_decision_tells_the_company_until_when_it_may_do_what(world: World) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    play.do("decide-penalty", DECIDER)
    with pytest.raises(StepError, match="文书日期与今日之间"):
        play.do("serve-penalty", OFFICER, served_on=play.on - timedelta(1), how="post", address="某路")
    play.go(2)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address="某路2号")
    penalty = play.case.penalty
    assert (penalty.served_on, penalty.served_how, penalty.served_place) == (date(2026, 3, 24), "post", "某路2号")
    told = history(play.case, reader=world[COMPANY])[-1].data
    assert {name: told[name] for name in ("served_on", "pay_by", "review_by", "sue_by")} == {
        "served_on": "2026-03-24",
        "pay_by": "2026-04-08",
        "review_by": "2026-05-25",
        "sue_by": "2026-09-24",
    }
    assert "address" not in told
    with pytest.raises(StepError, match="已登记送达"):
        play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address="某路")
    page = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/").content.decode()
    for text in ("邮寄送达", "某路2号", "2026-04-08", "2026-05-25", "2026-09-24"):
        assert text in page


def test_each_paper_that_is_served_has_its_receipt(world: World) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    assert [key for key, _ in possible(play.case)] == ["receipt", "receipt-penalty-notice"]
    play.do("decide-penalty", DECIDER)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="left", address="某路2号")
    made = [draft_paper(play.case, key, actor=world[OFFICER], at=play.at).content for key, _ in possible(play.case)]
    assert [(each["documents"][0]["number"], each["manner"], each["place"]) for each in made] == [
        ("京信管责改〔2026〕1号", "电子送达", ""),
        ("京信管罚告〔2026〕1号", "邮寄送达", ""),
        ("京信管罚〔2026〕1号", "留置送达", "某路2号"),
    ]
    assert possible(play.case) == []


def test_a_decision_without_a_draft_is_not_made(world: World) -> None:
    play = _notified(world)
    play.go(10)
    play.propose_penalty()
    _paper(Kind.PENALTY_DECISION).delete()
    with pytest.raises(StepError, match="尚未拟制"):
        play.do("decide-penalty", DECIDER)
    play.case.refresh_from_db()
    assert play.case.state == State.PENALTY_PROPOSED


def test_nobody_is_punished_where_no_operator_is_known(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    world.app.operator = None
    world.app.save()
    with pytest.raises(StepError, match="没有处罚对象"):
        play.do("file-penalty", OFFICER, ground="拒不整改", address="某路")
