from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, Play, at_once
from tests.platform.world import build

from mingcha.platform.casework.models import Case, Delisting, Notice, NoticeKind, NoticeRow
from mingcha.platform.casework.notices import discard_notice, draft_notice, drop_unready, issue_notice, unready
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents.models import Document
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from tests.platform.world import World


def _approved(world: World) -> Play:
    play = Play(world)
    play.order()
    play.case.state = State.NOTICE_APPROVED
    play.case.save()
    return play


def _revoke(play: Play) -> None:
    """Have an appeal upheld."""
    play.case.refresh_from_db()
    play.do("appeal", COMPANY, text="误判")
    play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判")


def _draft(play: Play, **more: object) -> Notice:
    told = {
        "kind": NoticeKind.NOTICE,
        "actor": play.world[OFFICER],
        "cases": [play.case],
        "at": play.at,
        "deadline": play.on + timedelta(7),
    }
    return draft_notice(**(told | more))  # type: ignore[arg-type]


def test_a_notice_is_numbered_titled_and_names_its_cases(world: World) -> None:
    play = _approved(world)
    notice = issue_notice(notice=_draft(play), actor=world[DECIDER], at=play.at, on=play.on)
    assert (notice.year, notice.number, notice.total) == (2026, 1, 1)
    assert notice.title == "关于侵害用户权益行为的APP通报（2026年第1批，总第1批）"
    row = notice.rows.get()
    assert (row.number, row.name, row.developer, row.source, row.version, row.labels) == (
        1,
        "向日葵",
        "向日葵科技有限公司",
        "东方应用商店",
        "1.0",
        ["违规收集个人信息"],
    )
    play.case.refresh_from_db()
    assert (play.case.state, play.case.noticed_on) == (State.NOTICED, play.on)


def test_numbers_go_on_by_year_and_in_all(world: World) -> None:
    first = _approved(world)
    issue_notice(notice=_draft(first), actor=world[DECIDER], at=first.at, on=first.on)
    second = _approved(world)
    second.go(365)
    notice = issue_notice(notice=_draft(second, topic="个人信息"), actor=world[DECIDER], at=second.at, on=second.on)
    assert notice.title == "关于个人信息“回头看”的通报（2027年第1批，总第2批）"


def test_who_drafts_does_not_issue_and_what_is_issued_is_not_issued_again(world: World) -> None:
    play = _approved(world)
    notice = _draft(play)
    with pytest.raises(StepError, match="已列入"):
        _draft(play)
    with pytest.raises(StepError, match="无权签发"):
        issue_notice(notice=notice, actor=world[OFFICER], at=play.at, on=play.on)
    with pytest.raises(StepError, match="无权签发"):
        issue_notice(notice=notice, actor=world["shanghai:decider"], at=play.at, on=play.on)
    officer = world[OFFICER]
    officer.role = Role.DECIDER
    officer.save()
    with pytest.raises(StepError, match="不同人员"):
        issue_notice(notice=notice, actor=officer, at=play.at, on=play.on)
    with pytest.raises(StepError, match="晚于"):
        issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on + timedelta(7))
    issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on)
    with pytest.raises(StepError, match="已发布"):
        issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on)


def test_a_case_that_cannot_be_named_stops_the_whole_notice(world: World) -> None:
    play = _approved(world)
    notice = _draft(play)
    play.case.state = State.REVOKED
    play.case.save()
    with pytest.raises(StepError, match=f"第1行“向日葵”：案件{play.case.number}现为“申诉成立，撤销”，不应列入"):
        issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on)
    notice.refresh_from_db()
    assert (notice.issued_on, notice.number) == (None, None)


def test_cases_that_no_longer_belong_on_a_draft_are_taken_off(world: World) -> None:
    plays = [_approved(world) for _ in range(3)]
    notice = _draft(plays[0], cases=[play.case for play in plays])
    assert unready(notice) == []
    with pytest.raises(StepError, match="没有应剔除"):
        drop_unready(notice=notice, actor=world[OFFICER], at=plays[0].at)
    _revoke(plays[1])
    assert [row.case for row in unready(notice)] == [plays[1].case]
    for who in (DECIDER, "shanghai:officer"):
        with pytest.raises(StepError, match="无权修改"):
            drop_unready(notice=notice, actor=world[who], at=plays[0].at)
    drop_unready(notice=notice, actor=world[OFFICER], at=plays[0].at)
    assert list(notice.rows.values_list("number", "case")) == [(1, plays[0].case.pk), (2, plays[2].case.pk)]
    assert Entry.objects.get(kind="notice-shortened").data == {"cases": [plays[1].case.number]}
    issued = issue_notice(notice=notice, actor=world[DECIDER], at=plays[0].at, on=plays[0].on)
    assert issued.document is not None
    assert len(issued.document.content["apps"]) == 2
    assert [Case.objects.get(pk=play.case.pk).state for play in plays] == [State.NOTICED, State.REVOKED, State.NOTICED]
    with pytest.raises(StepError, match="已发布"):
        drop_unready(notice=issued, actor=world[OFFICER], at=plays[0].at)


def test_a_draft_is_not_emptied(world: World) -> None:
    play = _approved(world)
    notice = _draft(play)
    _revoke(play)
    with pytest.raises(StepError, match="请作废拟稿"):
        drop_unready(notice=notice, actor=world[OFFICER], at=play.at)


def test_a_delisting_notice_names_nothing_that_was_closed_or_let_back_in(world: World) -> None:
    plays = [_approved(world) for _ in range(3)]
    first = _draft(plays[0], cases=[play.case for play in plays])
    issue_notice(notice=first, actor=world[DECIDER], at=plays[0].at, on=plays[0].on)
    for play in plays:
        play.case.refresh_from_db()
        play.case.state = State.DELISTED
        play.case.save()
        Delisting.objects.create(case=play.case, store=world.bodies["store"], ordered_on=play.on)
    notice = _draft(plays[0], kind=NoticeKind.DELISTING, deadline=None, cases=[play.case for play in plays])
    assert unready(notice) == []
    plays[0].do("close", OFFICER, reason="开发者已注销")
    plays[1].case.delistings.update(lifted_on=plays[1].on)
    Case.objects.filter(pk=plays[1].case.pk).update(state=State.ANSWERED)
    assert {row.case for row in unready(notice)} == {plays[0].case, plays[1].case}
    with pytest.raises(StepError, match="不应列入"):
        issue_notice(notice=notice, actor=world[DECIDER], at=plays[0].at, on=plays[0].on)
    drop_unready(notice=notice, actor=world[OFFICER], at=plays[0].at)
    assert issue_notice(notice=notice, actor=world[DECIDER], at=plays[0].at, on=plays[0].on).rows.get().case == plays[2].case


def test_drafts_are_refused_without_cases_or_for_cases_that_are_not_ready(world: World) -> None:
    play = Play(world)
    with pytest.raises(StepError, match="不能列入"):
        _draft(play)
    with pytest.raises(StepError, match="选择案件"):
        _draft(play, cases=[])
    with pytest.raises(StepError, match="整改期限"):
        _draft(play, deadline=None)
    with pytest.raises(StepError, match="少于列入的案件"):
        _draft(play, cases=[play.case, Play(world).case], tested=1)
    with pytest.raises(StepError, match="无权拟稿"):
        _draft(play, actor=world[DECIDER])


def test_a_delisting_notice_has_its_own_title_and_needs_a_notice_before_it(world: World) -> None:
    play = _approved(world)
    play.case.state = State.DELIST_ORDERED
    play.case.save()
    with pytest.raises(StepError, match="尚未通报"):
        _draft(play, kind=NoticeKind.DELISTING, deadline=None)
    play.case.state = State.NOTICE_APPROVED
    play.case.save()
    issue_notice(notice=_draft(play), actor=world[DECIDER], at=play.at, on=play.on)
    play.case.state = State.DELIST_ORDERED
    play.case.save()
    notice = _draft(play, kind=NoticeKind.DELISTING, deadline=None)
    assert issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on).title == "关于下架侵害用户权益APP名单的通报"
    play.case.refresh_from_db()
    assert play.case.state == State.DELIST_ORDERED
    with pytest.raises(StepError, match="已列入"):
        _draft(play, kind=NoticeKind.DELISTING, deadline=None)


def test_a_delisting_notice_rests_on_every_notice_that_named_its_cases(world: World) -> None:
    plays = [_approved(world) for _ in range(3)]
    first = _draft(plays[0], cases=[plays[0].case, plays[1].case])
    issue_notice(notice=first, actor=world[DECIDER], at=plays[0].at, on=plays[0].on)
    plays[2].go(1)
    issue_notice(notice=_draft(plays[2]), actor=world[DECIDER], at=plays[2].at, on=plays[2].on)
    cases = [play.case for play in plays[1:]]
    for case in cases:
        case.refresh_from_db()
        case.state = State.DELISTED
        case.save()
    notice = _draft(plays[2], kind=NoticeKind.DELISTING, deadline=None, cases=cases)
    assert notice.document is not None
    assert (notice.document.content["noticed_on"], notice.document.content["noticed"]) == (["2026-03-02", "2026-03-03"], 3)


@pytest.mark.django_db(transaction=True)
def test_a_case_stands_in_one_draft_whoever_drafts_at_once() -> None:
    play = _approved(build())
    given = at_once(*[lambda: _draft(play)] * 4)
    assert sorted(type(each).__name__ for each in given) == ["Notice", "StepError", "StepError", "StepError"]
    assert (Notice.objects.count(), NoticeRow.objects.filter(case=play.case).count()) == (1, 1)


def test_a_draft_is_discarded_and_an_approval_taken_back(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.do("propose-notice", OFFICER, reason="逾期")
    play.do("approve-notice", DECIDER)
    notice = _draft(play)
    with pytest.raises(StepError, match="先作废拟稿"):
        play.do("return-proposal", DECIDER, reason="企业已提交新版本")
    for who in (REVIEWER, "shanghai:officer"):
        with pytest.raises(StepError, match="无权作废"):
            discard_notice(notice=notice, actor=world[who], at=play.at)
    discard_notice(notice=notice, actor=world[OFFICER], at=play.at)
    assert not Notice.objects.exists()
    assert not Document.objects.exists()
    issued = issue_notice(notice=_draft(play), actor=world[DECIDER], at=play.at, on=play.on)
    with pytest.raises(StepError, match="已发布"):
        discard_notice(notice=issued, actor=world[OFFICER], at=play.at)


def test_an_approved_notice_goes_back_to_where_the_case_was(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.do("propose-notice", OFFICER, reason="逾期")
    play.do("approve-notice", DECIDER)
    assert play.do("return-proposal", DECIDER, reason="企业已提交新版本").state == State.OVERDUE
