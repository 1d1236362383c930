from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import add_package

from mingcha.platform.casework.papers import draft_paper, papers, possible, visible_documents
from mingcha.platform.casework.run import available, history, refuse, take
from mingcha.platform.casework.scope import visible_cases, visible_files
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.steps import access_receipt
from mingcha.platform.casework.todo import waiting
from mingcha.platform.documents.issue import IssueError, issue, verify_hash
from mingcha.platform.documents.models import Document, Kind
from mingcha.platform.people.models import Body, BodyKind, Role, User

if TYPE_CHECKING:
    from tests.platform.world import World

ACCESS = "access:representative"


def _stopped(world: World) -> Play:
    """Play a case up to the stop of access, without a delisting."""
    play = Play(world)
    play.lapse()
    play.notice()
    play.go(8)
    play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
    return play


def _other_provider() -> User:
    body = Body.objects.create(kind=BodyKind.ACCESS, name="另一接入有限公司")
    return User.objects.create_user("other-access", name="另一企业代表", body=body, role=Role.REPRESENTATIVE)


def test_a_provider_has_its_own_order_on_paper_from_two_persons(world: World) -> None:
    play = _stopped(world)
    stop = play.case.access_stops.get()
    assert (stop.provider, stop.ordered_on, stop.done_on) == (world.bodies["access"], play.on, None)
    key = f"access-{stop.pk}"
    assert (key, "停止接入通知书（网络接入有限公司）") in [(name, title.zh) for name, title in possible(play.case)]
    draft = draft_paper(play.case, key, actor=world[OFFICER], at=play.at)
    assert key not in [name for name, _ in possible(play.case)]
    assert (draft.kind, draft.content["provider"], draft.content["of"]) == (Kind.ACCESS_ORDER, "网络接入有限公司", "APP")
    assert (draft.content["rechecked"], draft.content["delisted_on"]) == (False, None)
    with pytest.raises(IssueError):
        issue(document=draft, actor=world[OFFICER], at=play.at, on=play.on)
    assert list(papers(play.case, world[ACCESS])) == []
    paper = issue(document=draft, actor=world[DECIDER], at=play.at, on=play.on)
    assert (paper.title, paper.printed) == ("停止接入通知书", "京信管函〔2026〕1号")
    assert verify_hash(paper.files.get(format="pdf").sha256) == paper
    assert list(papers(play.case, world[ACCESS])) == [paper]
    other = _other_provider()
    readers = {name for name, user in world.people.items() if visible_documents(user).filter(pk=paper.pk).exists()}
    assert readers == {OFFICER, DECIDER, COMPANY, ACCESS, "ministry:officer", "ministry:decider", "ministry:auditor"}
    assert not visible_documents(other).filter(pk=paper.pk).exists()
    page = world.client(ACCESS).get(f"/office/documents/{paper.pk}/")
    assert page.status_code == 200


def test_a_provider_says_that_it_has_stopped_access(world: World) -> None:
    play = _stopped(world)
    assert [case.pk for case in waiting(world[ACCESS], play.on)] == [play.case.pk]
    play.go(2)
    for wrong in (play.on - timedelta(3), play.on + timedelta(1)):
        with pytest.raises(StepError, match="执行日期"):
            play.do("access-receipt", ACCESS, done_on=wrong, text="已停止接入")
    assert play.do("access-receipt", ACCESS, done_on=play.on - timedelta(1), text="已停止接入").state == State.ACCESS_STOPPED
    stop = play.case.access_stops.get()
    assert (stop.done_on, stop.receipt, stop.receipt_by) == (play.on - timedelta(1), "已停止接入", world[ACCESS])
    assert not waiting(world[ACCESS], play.on).exists()
    with pytest.raises(StepError, match="没有待回执"):
        play.do("access-receipt", ACCESS, done_on=play.on, text="x")
    with pytest.raises(StepError, match="没有待回执"):
        play.do("enter-access-receipt", OFFICER, of=world.bodies["access"], done_on=play.on, text="x")
    told = [(entry.kind, entry.data.get("access")) for entry in history(play.case, reader=world[ACCESS])]
    name = world.bodies["access"].name
    assert told == [("publish", None), ("stop-access", name), ("access-receipt", name)]
    assert ("access-receipt", name) in [(entry.kind, entry.data.get("access")) for entry in history(play.case, reader=world[COMPANY])]


def test_an_officer_puts_the_receipt_of_a_provider_without_an_account_on_file(world: World) -> None:
    play = _stopped(world)
    form = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/enter-access-receipt/").content.decode()
    assert world.bodies["access"].name in form
    with pytest.raises(StepError, match="没有待回执"):
        play.do("enter-access-receipt", OFFICER, of=_other_provider().body, done_on=play.on, text="x")
    play.do("enter-access-receipt", OFFICER, of=world.bodies["access"], done_on=play.on, text="来函称已停止接入")
    assert play.case.access_stops.get().receipt == "来函称已停止接入"
    assert "来函称已停止接入" in world.client(OFFICER).get(f"/office/cases/{play.case.pk}/").content.decode()


def test_a_provider_sees_the_case_and_nothing_that_is_not_its_own(world: World) -> None:
    play = _stopped(world)
    play.do("appeal", COMPANY, text="申诉的内情")
    play.do("attach", OFFICER, files=[play.proof()], note="可告知企业", open_to_party=True)
    play.case.delistings.create(store=world.bodies["other-store"], ordered_on=play.on)
    other = _other_provider()
    assert [visible_cases(user).filter(pk=play.case.pk).count() for user in (world[ACCESS], other)] == [1, 0]
    assert [visible_files(world[name]).count() for name in (ACCESS, COMPANY)] == [0, 1]
    assert [step.name for step, _ in available(play.case, world[ACCESS], play.on)] == ["access-receipt"]
    store = "other-store:representative"
    assert [step.name for step, _ in available(play.case, world[store], play.on)] == []
    assert refuse(access_receipt.STEP, case=play.case, actor=other, on=play.on)[0].zh == "您无权办理此步骤。"
    page = world.client(ACCESS).get(f"/office/cases/{play.case.pk}/").content.decode()
    for hidden in ("申诉的内情", "store.png", world.bodies["other-store"].name, "拒不整改"):
        assert hidden not in page
    assert world.bodies["access"].name not in world.client(store).get(f"/office/cases/{play.case.pk}/").content.decode()


def test_nobody_is_told_twice_to_stop(world: World) -> None:
    play = _stopped(world)
    play.case.state = State.UNRECTIFIED
    play.case.save()
    with pytest.raises(StepError, match="已通知该企业停止接入"):
        play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
    take(
        "stop-access",
        case=play.case,
        actor=world[DECIDER],
        at=play.at,
        on=play.on,
        data={"provider": _other_provider().body, "reason": "x"},
    )
    assert play.case.access_stops.count() == 2


def test_a_provider_is_told_with_its_own_paper_that_access_may_be_given_again(world: World) -> None:
    play = _stopped(world)
    ordered_on, stop = play.on, play.case.access_stops.get()
    paper = draft_paper(play.case, f"access-{stop.pk}", actor=world[OFFICER], at=play.at)
    order = issue(document=paper, actor=world[DECIDER], at=play.at, on=play.on)
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=add_package(world, "1.1", b"second package"))
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    play.do("pass-recheck", REVIEWER, opinion="通过")
    play.go(1)
    assert play.do("relist", DECIDER).state == State.RELISTED
    stop.refresh_from_db()
    assert stop.lifted_on == play.on
    again = Document.objects.get(kind=Kind.RELISTING_NOTICE)
    assert (again.title, again.content["order"], again.content["ordered_on"]) == (
        "关于恢复接入有关APP的通知",
        order.printed,
        ordered_on.isoformat(),
    )
    assert [app["version"] for app in again.content["apps"]] == ["1.1"]
    assert list(papers(play.case, world[ACCESS])) == [again, order]
    assert not any(key.startswith("access-") for key, _ in possible(play.case))
    assert available(play.case, world[ACCESS], play.on) == []


def test_a_provider_is_told_that_a_case_is_revoked(world: World) -> None:
    play = _stopped(world)
    play.do("appeal", COMPANY, text="误判")
    play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判")
    told = Document.objects.get(kind=Kind.RELISTING_NOTICE).content
    assert (told["access_of"], told["rectified"], told["store"]) == ("APP", False, world.bodies["access"].name)
    assert play.case.access_stops.get().lifted_on == play.on
