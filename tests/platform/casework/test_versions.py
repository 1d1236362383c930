from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import DECIDER, OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import AT, ON, scanned

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.models import Case, Subject
from mingcha.platform.casework.papers import line_of, order_content
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.versions import versions_of
from mingcha.platform.registry.models import App, Listing, Sdk, SdkUse
from mingcha.platform.testing.models import Check, ReviewState, Verdict
from mingcha.platform.testing.review import review_findings

if TYPE_CHECKING:
    from tests.platform.world import World


def _play(world: World, case: Case) -> Play:
    play = Play.__new__(Play)
    play.world, play.case, play.on, play.at = world, case, ON, AT
    return play


def _sdk_case(world: World) -> Play:
    sdk = Sdk.objects.create(id="push", name="推送SDK", provider=world.bodies["provider"])
    SdkUse.objects.create(version=world.version, sdk=sdk, sdk_version="3.2.0", confidence=1.0)
    return _play(world, open_case(subject=Subject.SDK, sdk=sdk, bureau=world.bodies["beijing"], actor=world[OFFICER], at=AT, on=ON))


def test_each_subject_has_its_own_versions(world: World) -> None:
    other = App.objects.create(package_name="com.example.other", name="牵牛花").versions.create(name="1", found_on=ON)
    bureau, officer = world.bodies["beijing"], world[OFFICER]
    app = Play(world)
    sdk = _sdk_case(world)
    store = _play(world, open_case(subject=Subject.STORE, store=world.bodies["store"], bureau=bureau, actor=officer, at=AT, on=ON))
    assert list(versions_of(store.case)) == []
    Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=ON)
    for play, why in ((app, "不属于该应用"), (sdk, "未集成此SDK"), (store, "未在此平台上架")):
        assert list(versions_of(play.case)) == [world.version]
        with pytest.raises(StepError, match=why):
            play.do("assign", OFFICER, lab=world.bodies["lab"], version=other)
        play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
        assert play.do("begin-test", TESTER).state == State.TESTING


def test_the_case_of_an_sdk_rests_on_what_the_sdk_does(world: World) -> None:
    play = _sdk_case(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    assert play.case.test is not None
    play.case.test.scan = scan = scanned(world.version, "imei", "mac", "oaid")
    play.case.test.save()
    scan.findings.exclude(fingerprint="imei").update(owner="push", label="超范围收集个人信息")
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    scan.findings.filter(fingerprint="mac").update(review="confirmed")
    with pytest.raises(StepError, match="尚有1个问题未审查"):
        play.do("confirm", REVIEWER, opinion="属实")
    scan.findings.filter(fingerprint="oaid").update(review="rejected")
    play.do("confirm", REVIEWER, opinion="属实")
    assert play.case.labels == ["超范围收集个人信息"]
    play.do("order", DECIDER)
    (problem,) = order_content(play.case).problems
    assert (problem.label, problem.found) == ("超范围收集个人信息", "未经同意收集mac。")
    assert (line_of(play.case).version, line_of(play.case).source) == ("3.2.0", "")


def test_the_case_of_a_store_rests_on_the_checklist(world: World) -> None:
    store = world.bodies["store"]
    Listing.objects.create(app=world.app, store=store, seen_on=ON)
    play = _play(world, open_case(subject=Subject.STORE, store=store, bureau=world.bodies["beijing"], actor=world[OFFICER], at=AT, on=ON))
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    play.scan("imei")
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    assert play.case.test is not None
    with pytest.raises(StepError, match="没有被确认的问题"):
        play.do("confirm", REVIEWER, opinion="属实")
    Check.objects.create(test=play.case.test, criterion="STO-01", verdict=Verdict.VIOLATED, note="未明示权限列表。", at=AT)
    with pytest.raises(StepError, match="尚有1个问题未审查"):
        play.do("confirm", REVIEWER, opinion="属实")
    told = {"state": ReviewState.CONFIRMED, "reason": "", "actor": world[REVIEWER], "at": AT}
    review_findings(test=play.case.test, findings=(), checks=Check.objects.all(), **told)
    assert play.do("confirm", REVIEWER, opinion="属实").state == State.CONFIRMED
    assert (line_of(play.case).name, line_of(play.case).version) == ("东方应用商店", "")
