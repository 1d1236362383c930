from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import add_package, scanned

from mingcha.platform.testing.models import ReviewState, Test, TestState
from mingcha.platform.testing.review import judge_criterion

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.fixture
def play(world: World) -> Play:
    """Return a case whose test runs, with three findings."""
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    play.scan("a", "b", "c")
    return play


def _address(play: Play, part: str = "") -> str:
    assert play.case.test is not None
    return f"/office/tests/{play.case.test.pk}/{part}"


def test_the_tester_sees_what_to_do_next(world: World, play: Play) -> None:
    page = world.client(TESTER).get(_address(play)).content.decode()
    assert f'href="/office/cases/{play.case.pk}/submit-test/"' in page
    assert f'href="/office/cases/{play.case.pk}/"' in page
    assert "自动检测发现违规3项、疑似0项" in page
    assert 'name="finding"' not in page  # a tester does not review
    case = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/").content.decode()
    assert f'href="{_address(play)}"' in case


def test_the_reviewer_confirms_rejects_and_reopens_what_is_chosen(world: World, play: Play) -> None:
    play.do("submit-test", TESTER, conclusion="见结论")
    test = Test.objects.get()
    assert test.scan is not None
    keys = {finding.fingerprint: finding.pk for finding in test.scan.findings.all()}
    client = world.client(REVIEWER)
    assert 'name="finding"' in client.get(_address(play)).content.decode()

    def say(state: str, *chosen: str, reason: str = "") -> str:
        told = {"state": state, "finding": [keys[key] for key in chosen], "reason": reason}
        return client.post(_address(play, "review/"), told, follow=True).content.decode()

    assert "已审查2个问题" in say("confirmed", "a", "b")
    assert "请说明不予认定的理由" in say("rejected", "c")
    assert "已审查1个问题" in say("rejected", "c", reason="误报\0")
    assert "请勾选问题" in say("confirmed")
    assert "问题都已审查" in client.get(_address(play), {"review": "open"}).content.decode()
    assert "请勾选问题" in say("maybe", "a")
    reviews = dict(test.scan.findings.values_list("fingerprint", "review"))
    assert reviews == {"a": ReviewState.CONFIRMED, "b": ReviewState.CONFIRMED, "c": ReviewState.REJECTED}
    rows = client.get(_address(play), {"review": "rejected"}).context["page"].rows
    assert [row.fingerprint for row in rows] == ["c"]
    say("open", "a")
    assert test.scan.findings.get(fingerprint="a").review == ReviewState.OPEN
    assert "误报" in world.client(TESTER).get(_address(play)).content.decode()


def test_what_a_refused_review_had_chosen_and_written_is_still_there(world: World, play: Play) -> None:
    play.do("submit-test", TESTER, conclusion="见结论")
    test = Test.objects.get()
    assert test.scan is not None
    chosen = test.scan.findings.get(fingerprint="b")
    client = world.client(REVIEWER)
    response = client.post(_address(play, "review/"), {"state": "rejected", "finding": [chosen.pk], "reason": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "请说明不予认定的理由。" in page
    assert "A reason is needed" not in page
    assert re.findall(r'name="finding" value="(\d+)" checked', page) == [str(chosen.pk)]
    page = client.post(_address(play, "review/"), {"state": "rejected", "reason": "由用户主动触发"}).content.decode()
    assert re.search(r"<textarea[^>]*>由用户主动触发</textarea>", page)


def test_what_a_person_failed_is_reviewed_with_the_findings(world: World, play: Play) -> None:
    test = Test.objects.get()
    for criterion in ("DCV-06", "ACC-02"):
        judge_criterion(test=test, criterion=criterion, verdict="violated", note=f"见{criterion}截图", actor=world[TESTER], at=play.at)
    play.do("submit-test", TESTER, conclusion="见结论")
    client, checks = world.client(REVIEWER), dict(test.checks.values_list("criterion", "pk"))
    page = client.get(_address(play)).content.decode()
    assert "全部 5" in page
    assert "见DCV-06截图" in page
    case = client.get(f"/office/cases/{play.case.pk}/").content.decode()
    assert case.count("尚有5个问题未审查。") == 2  # before either conclusion
    assert "没有被确认的问题。" not in case

    def say(state: str, *chosen: str, reason: str = "") -> str:
        told = {"state": state, "check": [checks[key] for key in chosen], "reason": reason}
        return client.post(_address(play, "review/"), told, follow=True).content.decode()

    assert "已审查1个问题" in say("confirmed", "DCV-06")
    assert "已审查1个问题" in say("rejected", "ACC-02", reason="截图不足以证明")
    play.review(ReviewState.REJECTED, "误报")
    assert set(test.checks.values_list("review", flat=True)) == {ReviewState.REJECTED}
    say("confirmed", "DCV-06")
    play.do("confirm", REVIEWER, opinion="属实")
    assert play.case.labels == ["信息窗口乱跳转"]
    history = client.get(_address(play)).content.decode()
    assert "DCV-06 违规" in history
    assert "不予认定 5" in history


def test_the_lab_reads_on_the_test_why_it_was_sent_back(world: World, play: Play) -> None:
    play.do("submit-test", TESTER, conclusion="见结论")
    play.do("return-test", REVIEWER, reason="请补充真机截图。")
    client = world.client(TESTER)
    assert "请补充真机截图。" in client.get(_address(play)).content.decode()
    play.do("submit-test", TESTER, conclusion="已补充")
    assert "请补充真机截图。" not in client.get(_address(play)).content.decode()


def test_keys_of_other_scans_and_no_keys_change_nothing(world: World, play: Play) -> None:
    play.do("submit-test", TESTER, conclusion="见结论")
    foreign = scanned(world.version, "x").findings.get()
    client = world.client(REVIEWER)
    for chosen in ([foreign.pk], ["99999999999999999999999", "x", ""]):
        assert client.post(_address(play, "review/"), {"state": "confirmed", "finding": chosen}).status_code == 422
    foreign.refresh_from_db()
    assert foreign.review == ReviewState.OPEN
    assert client.get(_address(play, "review/")).status_code == 405


def test_nobody_else_reviews(world: World, play: Play) -> None:
    play.do("submit-test", TESTER, conclusion="见结论")
    test = Test.objects.get()
    assert test.scan is not None
    finding = test.scan.findings.get(fingerprint="a")
    for name in world.people:
        if name != REVIEWER:
            told = {"state": "confirmed", "finding": [finding.pk]}
            assert world.client(name).post(_address(play, "review/"), told).status_code == 403, name
    finding.refresh_from_db()
    assert finding.review == ReviewState.OPEN


def test_a_recheck_shows_what_changed_since_the_first_test(world: World, play: Play) -> None:
    first = Test.objects.get()
    later = scanned(add_package(world, "1.1", b"second"), "b", "d")
    assert later.version is not None
    second = Test.objects.create(version=later.version, lab=first.lab, scan=later, earlier=first, assigned_at=play.at)
    client = world.client(TESTER)
    found = client.get(f"/office/tests/{second.pk}/recheck/").context["difference"]
    assert [[each.fingerprint for each in part] for part in (found.new, found.left, found.gone)] == [["d"], ["b"], ["a", "c"]]
    assert f"/office/tests/{second.pk}/recheck/" in client.get(f"/office/tests/{second.pk}/").content.decode()
    assert client.get(f"/office/tests/{first.pk}/recheck/").status_code == 404
    rows = client.get("/office/tests/", {"recheck": "true"}).context["page"].rows
    assert [row.pk for row in rows] == [second.pk]


def test_the_table_finds_by_app_state_and_lab(world: World, play: Play) -> None:
    client = world.client("ministry:officer")
    for asked, number in (
        ({}, 1),
        ({"q": "向日"}, 1),
        ({"q": "com.example.s"}, 1),
        ({"q": "牵牛"}, 0),
        ({"state": TestState.RUNNING}, 1),
        ({"state": TestState.ACCEPTED}, 0),
        ({"lab": world.bodies["lab"].pk}, 1),
        ({"lab": world.bodies["other-lab"].pk}, 0),
    ):
        assert len(client.get("/office/tests/", asked).context["page"].rows) == number, asked


def test_others_tests_are_not_there(world: World, play: Play) -> None:
    for name in ("other-lab:tester", "shanghai:officer", REVIEWER):
        assert world.client(name).get(_address(play)).status_code == 404, name
    for name in ("operator:representative", "store:representative", "complaints:clerk", "ministry:administrator"):
        assert world.client(name).get(_address(play)).status_code == 403, name
