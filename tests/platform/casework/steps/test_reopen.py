"""Closing what was delisted, and reopening what was closed wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play
from tests.platform.world import add_package

from mingcha.platform.casework.models import Notice, NoticeKind
from mingcha.platform.casework.notices import draft_notice, issue_notice, unready
from mingcha.platform.casework.papers import possible
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.testing.models import ReviewState

if TYPE_CHECKING:
    from tests.platform.world import World


def _delisted(world: World) -> Play:
    """Play a case up to the delisting by one store."""
    play = Play(world)
    play.lapse()
    play.notice()
    play.go(8)
    play.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.0版", files=[play.proof()])
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"]])
    play.do("receipt", STORE, done_on=play.on, text="已下架")
    return play


def _pass(play: Play, name: str) -> None:
    """Recheck a new version in which nothing is left."""
    version = add_package(play.world, name, name.encode())
    play.do("recheck", OFFICER, lab=play.world.bodies["lab"], version=version)
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    play.do("pass-recheck", REVIEWER, opinion="通过")


def test_a_delisted_case_is_closed_with_a_reason_and_goes_on_when_it_is_reopened(world: World) -> None:
    play = _delisted(world)
    with pytest.raises(StepError, match="请填写“结案意见”"):
        play.do("close", OFFICER)
    assert play.do("close", OFFICER, reason="开发者已注销，不再办理。").state == State.CLOSED
    assert play.case.delistings.get().lifted_on is None
    play.go(30)
    with pytest.raises(StepError, match="不能办理"):
        play.do("answer", COMPANY, text="已整改")
    with pytest.raises(StepError, match="请填写“重新办理的理由”"):
        play.do("reopen", OFFICER)
    with pytest.raises(StepError, match="无权"):
        play.do("reopen", COMPANY, reason="x")
    assert play.do("reopen", OFFICER, reason="开发者并未注销，现已整改。").state == State.DELISTED
    assert (play.case.closed_on, play.case.delisted_on is not None) == (None, True)
    play.do("answer", COMPANY, text="已整改")
    _pass(play, "1.1")
    assert play.case.state == State.RELISTING
    play.do("relist", DECIDER)
    assert (play.case.state, play.case.delistings.get().lifted_on) == (State.RELISTED, play.on)


def _announce(play: Play) -> Notice:
    """Draft a delisting notice of the case, and issue it."""
    officer, decider = play.world[OFFICER], play.world[DECIDER]
    drafted = draft_notice(kind=NoticeKind.DELISTING, actor=officer, cases=[play.case], at=play.at)
    return issue_notice(notice=drafted, actor=decider, at=play.at, on=play.on)


def test_an_app_that_is_delisted_again_is_announced_again(world: World) -> None:
    play = _delisted(world)
    first = _announce(play)
    with pytest.raises(StepError, match="已列入另一份通报"):
        _announce(play)
    assert play.do("close", OFFICER, reason="处置完毕").state == State.CLOSED
    play.do("reopen", OFFICER, reason="现已整改")
    with pytest.raises(StepError, match="已列入另一份通报"):
        _announce(play)
    _pass(play, "1.1")
    play.do("relist", DECIDER)
    row = first.rows.get()
    assert (row.lifted_on, row.case) == (play.on, play.case)
    play.do("reopen", OFFICER, reason="恢复后又现原有问题。")
    play.fail_recheck(add_package(world, "1.2", b"worse package"))
    play.do("propose-delisting", OFFICER, reason="又现原有问题", checked="复检不通过")
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"]])  # on the day of the first one's end
    form = world.client(OFFICER).get("/office/notices/new/delisting/").content.decode()
    assert play.case.title in form
    second = _announce(play)
    assert (second.rows.get().version, second.rows.get().lifted_on, unready(second)) == ("1.2", None, [])
    with pytest.raises(StepError, match="已列入另一份通报"):
        _announce(play)
    told = world.client(OFFICER).get(f"/office/notices/{first.pk}/").content.decode()
    assert f"已恢复 {play.on}" in told


def test_a_draft_keeps_the_case_that_was_relisted_and_delisted_again(world: World) -> None:
    play = _delisted(world)
    drafted = draft_notice(kind=NoticeKind.DELISTING, actor=world[OFFICER], cases=[play.case], at=play.at)
    _pass(play, "1.1")
    play.do("relist", DECIDER)
    assert [row.case for row in unready(drafted)] == [play.case]
    assert drafted.rows.get().lifted_on is None
    with pytest.raises(StepError, match="不能列入"):
        _announce(play)


def test_an_app_that_was_relisted_is_announced_in_a_new_case(world: World) -> None:
    first = _delisted(world)
    _announce(first)
    _pass(first, "1.1")
    first.do("relist", DECIDER)
    second = Play(world)
    second.on, second.at = first.on, first.at
    second.test(add_package(world, "1.2", b"worse package"), "imei")
    second.review()
    second.do("confirm", REVIEWER, opinion="又现原有问题")
    assert second.case.repeat_of == first.case
    second.notice()
    second.go(8)
    second.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.2版", files=[second.proof()])
    second.do("order-delisting", DECIDER, stores=[world.bodies["store"]])
    assert _announce(second).rows.get().case == second.case


def test_an_app_that_was_relisted_wrongly_can_be_delisted_again(world: World) -> None:
    play = _delisted(world)
    _pass(play, "1.1")
    play.do("relist", DECIDER)
    assert "delisting" not in " ".join(key for key, _ in possible(play.case))
    assert play.do("reopen", OFFICER, reason="恢复后又现原有问题。").state == State.ANSWERED
    assert play.case.delisted_on is None
    play.fail_recheck(add_package(world, "1.2", b"worse package"))
    assert play.case.state == State.UNRECTIFIED
    play.do("propose-delisting", OFFICER, reason="又现原有问题", checked="复检不通过")
    play.go(1)
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"]])
    again = play.case.delistings.get()
    assert (again.ordered_on, again.done_on, again.lifted_on, again.receipt_by) == (play.on, None, None, None)
    assert f"delisting-{again.pk}" in [key for key, _ in possible(play.case)]
    assert play.do("receipt", STORE, done_on=play.on, text="已再次下架").state == State.DELISTED
    assert play.case.delisted_on == play.on


def test_a_relisted_case_that_is_reopened_closes_without_another_relisting(world: World) -> None:
    play = _delisted(world)
    play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
    _pass(play, "1.1")
    play.do("relist", DECIDER)
    play.do("reopen", OFFICER, reason="复检版本有误。")
    _pass(play, "1.2")
    assert play.case.state == State.RECTIFIED


@pytest.mark.parametrize(
    ("end", "begins"),
    [
        (State.NO_PROBLEM, State.REVIEW),
        (State.RECTIFIED, State.ANSWERED),
        (State.DISMISSED, State.ACCEPTED),
        (State.CLOSED, State.ACCESS_STOPPED),
    ],
)
def test_a_case_that_was_closed_wrongly_goes_on_from_where_it_was(world: World, end: State, begins: State) -> None:
    play = Play(world)
    if end == State.DISMISSED:
        play.do("dismiss", OFFICER, reason="重复")
    elif end == State.NO_PROBLEM:
        play.test(world.version, "imei")
        play.review(ReviewState.REJECTED, "误报")
        play.do("clear", REVIEWER, opinion="无")
    elif end == State.RECTIFIED:
        play.order()
        play.do("answer", COMPANY, text="已整改")
        _pass(play, "1.1")
    else:
        play.lapse()
        play.notice()
        play.go(8)
        play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
        play.do("close", OFFICER, reason="完毕")
    assert (play.case.state, play.case.closed_on) == (end, play.on)
    assert play.do("reopen", OFFICER, reason="结案有误。").state == begins
    assert play.case.closed_on is None
    if end == State.NO_PROBLEM:
        play.review(ReviewState.CONFIRMED)
        assert play.do("confirm", REVIEWER, opinion="属实").state == State.CONFIRMED


def test_a_case_is_not_reopened_beside_another_or_after_an_appeal(world: World) -> None:
    play = Play(world)
    play.do("dismiss", OFFICER, reason="重复")
    other = Play(world)
    with pytest.raises(StepError, match=f"已有在办案件{other.case.number}"):
        play.do("reopen", OFFICER, reason="结案有误。")
    other.do("dismiss", OFFICER, reason="重复")
    assert play.do("reopen", OFFICER, reason="结案有误。").state == State.ACCEPTED
    assert State.REVOKED not in BY_NAME["reopen"].moves
