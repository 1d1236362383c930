from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play

from mingcha.platform.casework.evidence import has_proof_since_notice
from mingcha.platform.casework.run import BY_NAME, history
from mingcha.platform.casework.scope import visible_files
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import StepError
from mingcha.platform.files import store
from mingcha.platform.ledger.chain import verify
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from tests.platform.world import World


def _noticed(world: World) -> Play:
    """Play a case whose public notice has run out without an answer."""
    play = Play(world)
    play.lapse()
    play.notice()
    play.go(8)
    return play


def test_files_are_kept_with_the_case_and_each_hash_stands_in_the_log(world: World) -> None:
    play = Play(world)
    play.order()
    first, second = play.proof("a.png"), play.proof("b.png")
    play.do("attach", OFFICER, files=[first, second], note="两家商店的页面")
    assert [(file.name, file.sha256, file.size, file.added_by) for file in play.case.files.all()] == [
        (each.name, each.sha256, each.size, world[OFFICER]) for each in (first, second)
    ]
    entry = Entry.objects.get(subject=f"case:{play.case.pk}", kind="attach")
    assert entry.data["files"] == [f"a.png {first.sha256}", f"b.png {second.sha256}"]
    assert (entry.evidence, entry.data["note"], entry.data["duty"]) == (first.sha256, "两家商店的页面", "handle")
    assert store().read(second.sha256) == b"picture b.png"
    assert verify() == []
    for who, wrong in ((DECIDER, "无权"), (COMPANY, "无权"), (OFFICER, "请填写")):
        with pytest.raises(StepError, match=wrong):
            play.do("attach", who, files=[] if who == OFFICER else [first], note="x")


def test_who_sees_the_case_sees_its_files_and_a_company_those_that_are_open_to_it(world: World) -> None:
    play = Play(world)
    play.order()
    play.case.delistings.create(store=world.bodies["store"], ordered_on=play.on)
    play.do("attach", OFFICER, files=[play.proof("inner.png")], note="内部")
    play.do("attach", OFFICER, files=[play.proof("open.png")], note="可告知企业", open_to_party=True)
    inner, opened = play.case.files.all()

    def readers(pk: int) -> set[str]:
        return {name for name, user in world.people.items() if visible_files(user).filter(pk=pk).exists()}

    inside = {OFFICER, DECIDER, TESTER, REVIEWER, "ministry:officer", "ministry:decider", "ministry:auditor"}
    assert readers(inner.pk) == inside
    assert readers(opened.pk) == inside | {COMPANY}
    assert "attach" not in {entry.kind for entry in history(play.case, reader=world[COMPANY])}
    for who, pk, status in ((COMPANY, inner.pk, 404), (COMPANY, opened.pk, 200), (STORE, opened.pk, 404), (TESTER, inner.pk, 200)):
        assert world.client(who).get(f"/office/case-files/{pk}/").status_code == status
    answer = world.client(OFFICER).get(f"/office/case-files/{inner.pk}/")
    assert b"".join(answer.streaming_content) == b"picture inner.png"  # type: ignore[attr-defined] # a stream
    assert (answer["Content-Disposition"], answer["X-Content-Type-Options"]) == ('attachment; filename="inner.png"', "nosniff")
    page = world.client(COMPANY).get(f"/office/cases/{play.case.pk}/").content.decode()
    assert "open.png" in page
    assert "inner.png" not in page


def test_what_a_company_hands_in_is_kept_with_what_it_says_and_proves_nothing_against_it(world: World) -> None:
    play = _noticed(world)
    play.do("answer", COMPANY, text="已整改", files=[play.proof("整改报告.pdf")])
    play.do("appeal", COMPANY, text="异议", files=[play.proof("说明.pdf")])
    assert [(file.name, file.open_to_party) for file in play.case.files.all()] == [("整改报告.pdf", True), ("说明.pdf", True)]
    told = {entry.kind: entry.data.get("files") for entry in history(play.case, reader=world[COMPANY])}
    assert told["answer"] == [f"整改报告.pdf {play.case.files.first().sha256}"]  # type: ignore[union-attr]
    assert not has_proof_since_notice(play.case)
    play.do("attach", OFFICER, files=[play.proof("商店.png")], note="仍在架")
    assert has_proof_since_notice(play.case)


def test_a_delisting_without_a_recheck_rests_on_files(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.do("attach", OFFICER, files=[play.proof("before.png")], note="通报前")
    play.go(1)
    play.notice()
    play.go(8)
    assert not has_proof_since_notice(play.case)
    with pytest.raises(StepError, match="须附核查证据文件"):
        play.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.0版")
    play.case.refresh_from_db()
    assert play.case.state == State.NOTICED
    proof = play.proof()
    assert play.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.0版", files=[proof]).state == State.DELIST_PROPOSED
    assert Entry.objects.get(subject=f"case:{play.case.pk}", kind="propose-delisting").evidence == proof.sha256
    assert has_proof_since_notice(play.case)


def test_files_that_were_put_into_the_case_since_the_notice_count(world: World) -> None:
    play = _noticed(world)
    play.do("attach", OFFICER, files=[play.proof()], note="商店页面")
    assert play.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.0版").state == State.DELIST_PROPOSED


def test_a_recheck_since_the_notice_needs_no_files(world: World) -> None:
    play = _noticed(world)
    play.fail_recheck(world.version)
    assert play.do("propose-delisting", OFFICER, reason="逾期", checked="复检仍有问题").state == State.DELIST_PROPOSED


def test_files_can_be_added_until_the_case_is_closed_and_on_the_page_alone() -> None:
    assert set(BY_NAME["attach"].moves) == set(State) - CLOSED
    assert BY_NAME["attach"].page_only
    assert not BY_NAME["propose-delisting"].page_only
