from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.casework.play import Play

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.models import Subject
from mingcha.platform.casework.states import State
from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.models import Sdk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.platform.api.conftest import Program
    from tests.platform.world import World


@pytest.fixture
def play(world: World) -> Play:
    return Play(world)


def test_a_program_sees_the_cases_of_its_user(program: Callable[..., Program], play: Play) -> None:
    names = ("beijing:officer", "ministry:auditor", "shanghai:officer", "operator:representative", "lab:tester", "ministry:administrator")
    seen = {name: [item["number"] for item in program(name).get("/cases").json()["items"]] for name in names}
    own = [play.case.number]
    assert seen == dict(zip(names, (own, own, [], [], [], []), strict=True))
    assert [program(name).get(f"/cases/{play.case.pk}").status_code for name in names] == [200, 200, 404, 404, 404, 404]


def test_cases_are_sought_by_state_and_number(program: Callable[..., Program], play: Play) -> None:
    client = program("beijing:officer")
    found = [
        len(client.get("/cases", **asked).json()["items"]) for asked in ({"state": "accepted"}, {"state": "closed"}, {"number": "C-0"})
    ]
    told = client.get("/cases", number=play.case.number).json()["items"][0]
    assert (found, told["state"], told["title"], told["opened_on"]) == ([1, 0, 0], "accepted", "向日葵", "2026-03-02")


def test_a_step_is_offered_with_its_fields_and_taken_with_them(world: World, program: Callable[..., Program], play: Play) -> None:
    client, path = program("beijing:officer"), f"/cases/{play.case.pk}/steps"
    offered = {step["name"]: step for step in client.get(path).json()}
    fields = {field["name"]: field for field in offered["assign"]["fields"]}
    lab = {"value": str(world.bodies["lab"].pk), "label": {"zh": "第一检测中心", "en": "第一检测中心"}}
    assert (fields["lab"]["kind"], lab in fields["lab"]["choices"], fields["lab"]["required"]) == ("lab", True, True)
    data = {"lab": world.bodies["lab"].pk, "version": world.version.pk}
    first, second = (client.post(f"{path}/assign", {"data": data}, key="k") for _ in range(2))
    assert (first.status_code, first.json()["state"], second.json() == first.json()) == (200, "assigned", True)
    entry = Entry.objects.get(kind="assign")
    assert (entry.actor, entry.data["to"]) == (world["beijing:officer"], "assigned")


def test_a_step_on_an_sdk_is_offered_without_a_version_of_an_app(world: World, program: Callable[..., Program], play: Play) -> None:
    sdk = Sdk.objects.create(id="sdk-push", name="推送SDK", provider=world.bodies["provider"])
    case = open_case(subject=Subject.SDK, sdk=sdk, bureau=world.bodies["beijing"], actor=world["beijing:officer"], at=play.at, on=play.on)
    case.state = State.ORDERED
    case.save()
    offered = {step["name"]: step for step in program("provider:representative").get(f"/cases/{case.pk}/steps").json()}
    assert [field["name"] for field in offered["answer"]["fields"]] == ["text"]


def test_wrong_fields_take_no_step(world: World, program: Callable[..., Program], play: Play) -> None:
    client, path = program("beijing:officer"), f"/cases/{play.case.pk}/steps/assign"
    wrong = (
        {},
        {"lab": world.bodies["store"].pk, "version": world.version.pk},
        {"lab": world.bodies["lab"].pk, "version": 0},
        {"lab": world.bodies["lab"].pk, "version": world.version.pk, "more": 1},
        {"lab": [1], "version": {"a": 1}},
    )
    assert [client.post(path, {"data": data}).status_code for data in wrong] == [422] * 5
    told = client.post(path, {"data": {}}).json()["errors"]
    assert {error["field"]: (error["zh"], error["en"]) for error in told}["lab"] == ("这个字段是必填项。", "This field is required.")
    play.case.refresh_from_db()
    assert play.case.state == State.ACCEPTED


def test_a_company_is_not_told_what_is_undecided(program: Callable[..., Program], play: Play) -> None:
    play.order()
    play.go(9)
    play.do("lapse", None)
    play.do("propose-notice", "beijing:officer", reason="逾期未整改")
    company, officer = program("operator:representative"), program("beijing:officer")
    seen = [client.get(f"/cases/{play.case.pk}").json()["state"] for client in (company, officer)]
    assert seen == ["undecided", "notice-proposed"]
    assert [item["state"] for item in company.get("/cases").json()["items"]] == ["undecided"]
    found = [len(client.get("/cases", state="notice-proposed").json()["items"]) for client in (company, officer)]
    assert found == [0, 1]


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, ["a"], {"a": 1}, 10**30, float("inf"), "9999-99-99", "\0"])
def test_no_value_of_json_breaks_a_step(program: Callable[..., Program], play: Play, value: Any) -> None:
    play.test(play.world.version, "imei")
    play.review()
    play.do("confirm", "review:reviewer", opinion="属实")
    play.do("order", "beijing:decider")
    data = dict.fromkeys(("served_on", "how", "due_on", "reason"), value)
    answer = program("beijing:officer").post(f"/cases/{play.case.pk}/steps/serve", {"data": data})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_a_step_that_is_not_ones_own_or_not_now_is_not_there(program: Callable[..., Program], play: Play) -> None:
    answers = [
        program(name).post(f"/cases/{play.case.pk}/steps/{step}").status_code
        for name, step in (
            ("beijing:officer", "order"),
            ("beijing:officer", "none"),
            ("beijing:decider", "assign"),
            ("shanghai:officer", "assign"),
        )
    ]
    assert answers == [404] * 4


def test_what_stands_against_a_step_is_told(program: Callable[..., Program], play: Play) -> None:
    play.test(play.world.version, "imei")
    client = program("review:reviewer")
    offered = {step["name"]: step for step in client.get(f"/cases/{play.case.pk}/steps").json()}
    objections = offered["confirm"]["objections"]
    refused = client.post(f"/cases/{play.case.pk}/steps/confirm", {"data": {"opinion": "属实"}})
    told = [{"zh": error["zh"], "en": error["en"]} for error in refused.json()["errors"]]
    assert (bool(objections), refused.status_code, told) == (True, 409, objections)


def test_grave_steps_are_taken_on_the_page_alone(program: Callable[..., Program], play: Play) -> None:
    play.order()
    play.do("answer", "operator:representative", text="已整改", version=play.world.version)
    play.fail_recheck(play.world.version)
    play.do("propose-notice", "beijing:officer", reason="逾期未整改")
    client = program("beijing:decider")
    offered = {step["name"]: step["page_only"] for step in client.get(f"/cases/{play.case.pk}/steps").json()}
    assert offered["approve-notice"] is True
    refused = client.post(f"/cases/{play.case.pk}/steps/approve-notice")
    assert (refused.status_code, refused.json()["detail"]) == (403, "此步骤须在页面上办理。")


def test_the_history_is_whole_for_authorities_and_partial_for_companies(program: Callable[..., Program], play: Play) -> None:
    play.order()
    path = f"/cases/{play.case.pk}/history"
    whole = program("beijing:officer").get(path).json()
    assert [(entry["kind"], entry["before"], entry["after"]) for entry in whole[:2]] == [
        ("open", None, "accepted"),
        ("assign", "accepted", "assigned"),
    ]
    assert next(entry for entry in whole if entry["kind"] == "confirm")["said"]["opinion"] == "属实"
    told = [entry["kind"] for entry in program("operator:representative").get(path).json()]
    assert ("order" in told, "confirm" in told, "assign" in told) == (True, False, False)


def test_files_are_handed_in_on_the_page_alone(program: Callable[..., Program], play: Play) -> None:
    play.lapse()
    play.notice()
    play.go(8)
    client, path = program("beijing:officer"), f"/cases/{play.case.pk}/steps"
    offered = {step["name"]: (step["page_only"], [field["name"] for field in step["fields"]]) for step in client.get(path).json()}
    assert (offered["attach"][0], offered["propose-delisting"]) == (True, (False, ["reason", "checked"]))
    assert client.post(f"{path}/attach", {"data": {"note": "x"}}).status_code == 403
    told = {"reason": "逾期", "checked": "仍提供1.0版"}
    refused = client.post(f"{path}/propose-delisting", {"data": told | {"files": ["x"]}})
    assert (refused.status_code, "files" in refused.json()["detail"]) == (422, True)
    assert client.post(f"{path}/propose-delisting", {"data": told}).status_code == 409
    play.do("attach", "beijing:officer", files=[play.proof()], note="商店页面")
    answer = client.post(f"{path}/propose-delisting", {"data": told}).json()
    assert (answer["state"], answer["public_due_on"]) == ("delist-proposed", "2026-03-19")


def test_a_field_takes_several_choices(world: World, program: Callable[..., Program], play: Play) -> None:
    play.lapse()
    play.fail_recheck(world.version)
    play.notify_penalty()
    client, path = program("beijing:officer"), f"/cases/{play.case.pk}/steps"
    offered = {step["name"]: step for step in client.get(path).json()}
    field = next(each for each in offered["propose-penalty"]["fields"] if each["name"] == "sanctions")
    assert (field["kind"], field["choices"][2]) == ("choices", {"value": "fine", "label": {"zh": "罚款", "en": "fine"}})
    told = {"content": "警告并罚款", "basis": "有关规定", "fine": "20000"}
    refused = client.post(f"{path}/propose-penalty", {"data": told | {"sanctions": ["prison"]}})
    assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (422, ["sanctions"])
    assert client.post(f"{path}/propose-penalty", {"data": told | {"sanctions": ["warning", "fine"]}}).status_code == 200
    assert play.case.penalty.sanctions == ["warning", "fine"]
