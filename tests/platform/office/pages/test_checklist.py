from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform.world import AT, scanned

from mingcha.platform.testing.models import Check, EvidenceFile, Test, TestState, Verdict

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World


@pytest.fixture
def test(world: World) -> Test:
    """Return a test of the lab that runs, with one criterion judged by machine."""
    scan = scanned(world.version, "a")
    test = Test.objects.create(
        version=world.version, lab=world.bodies["lab"], tester=world["lab:tester"], scan=scan, state=TestState.RUNNING, assigned_at=AT
    )
    Check.objects.create(test=test, criterion="COL-01", verdict=Verdict.VIOLATED, by_machine=True, at=AT)
    return test


def _judge(world: World, test: Test, who: str = "lab:tester", key: str = "USE-04", **told: Any) -> HttpResponse:
    address = f"/office/tests/{test.pk}/checklist/{key}/"
    response: HttpResponse = world.client(who).post(address, {"verdict": "violated", "note": "见附件"} | told)
    return response


def test_the_list_is_narrowed_in_the_address(world: World, test: Test) -> None:
    client = world.client("lab:tester")

    def ids(**asked: str) -> list[str]:
        groups = client.get(f"/office/tests/{test.pk}/checklist/", asked).context["groups"]
        return [line.criterion.id for _, _, lines in groups for line in lines]

    assert len(ids()) == 252
    assert ids(judged="machine") == ["COL-01"]
    assert ids(judged="person") == []
    assert len(ids(judged="open")) == 251
    assert ids(verdict="violated") == ["COL-01"]
    assert len(ids(mode="manual")) == 34
    assert ids(q="use-04") == ["USE-04"]
    assert "COL-01" in ids(q="无隐私政策")
    assert len(ids(judged="nonsense")) == 252


def test_a_person_judges_with_a_note_and_files(world: World, test: Test) -> None:
    files = [SimpleUploadedFile("甲.png", b"<script>"), SimpleUploadedFile("b.txt", b"two")]
    assert _judge(world, test, files=files).status_code == 302
    check = test.checks.get(criterion="USE-04")
    assert (check.verdict, check.note, check.by_machine) == (Verdict.VIOLATED, "见附件", False)
    assert [(file.name, file.size) for file in check.files.order_by("pk")] == [("甲.png", 8), ("b.txt", 3)]
    page = world.client("lab:tester").get(f"/office/tests/{test.pk}/checklist/USE-04/").content.decode()
    assert "甲.png" in page
    file = check.files.order_by("pk")[0]
    response = world.client("ministry:officer").get(f"/office/evidence/{file.pk}/")
    assert b"".join(response.streaming_content) == b"<script>"  # type: ignore[attr-defined] # a file
    assert response["Content-Disposition"].startswith("attachment;")
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/octet-stream")
    for name in ("other-lab:tester", "beijing:officer", "review:reviewer"):
        assert world.client(name).get(f"/office/evidence/{file.pk}/").status_code == 404, name
    assert world.client("operator:representative").get(f"/office/evidence/{file.pk}/").status_code == 403


def test_several_criteria_are_judged_at_once_but_no_violation_and_none_that_the_machine_judged(world: World, test: Test) -> None:
    client, address = world.client("lab:tester"), f"/office/tests/{test.pk}/checklist/?judged=open"
    page = client.get(address).content.decode()
    assert 'value="USE-04"' in page
    assert 'value="COL-01"' not in client.get(f"/office/tests/{test.pk}/checklist/").content.decode()
    told: dict[str, Any] = {"verdict": "not-found", "note": "逐项操作未见", "criterion": ["USE-04", "DCV-06"]}
    for wrong, why in (
        ({"verdict": "violated"}, ""),
        ({"criterion": []}, "请勾选认定标准。"),
        ({"criterion": ["USE-04", "COL-01"]}, "COL-01 已由机器判定"),
        ({"criterion": ["NO-99"]}, "NO-99"),
    ):
        refused = client.post(address, told | wrong)
        assert refused.status_code == 422, wrong
        assert why in refused.content.decode()
    assert not test.checks.filter(by_machine=False).exists()
    kept = client.post(address, told | {"verdict": "maybe"}).content.decode()
    assert 'value="DCV-06" checked' in kept
    done = client.post(address, told)
    assert (done.status_code, done.headers["Location"]) == (302, address)
    assert "已判定2条" in client.get(address).content.decode()
    judged = list(test.checks.filter(by_machine=False).order_by("criterion").values_list("criterion", "verdict", "note"))
    assert judged == [("DCV-06", "not-found", "逐项操作未见"), ("USE-04", "not-found", "逐项操作未见")]
    assert world.client("ministry:officer").post(address, told).status_code == 404


def test_one_criterion_leads_to_the_next_of_the_narrowed_list(world: World, test: Test) -> None:
    client = world.client("lab:tester")

    def at(key: str) -> str:
        return f"/office/tests/{test.pk}/checklist/{key}/?q=use-0"

    page = client.get(at("USE-04")).content.decode()
    assert f'rel="prev" href="{at("USE-03")}"' in page
    assert f'rel="next" href="{at("USE-05")}"' in page
    assert f'href="/office/tests/{test.pk}/checklist/?q=use-0"' in page
    told = {"verdict": "not-found"}
    assert client.post(at("USE-04"), told | {"next": "1"}).headers["Location"] == at("USE-05")
    assert client.post(at("USE-04"), told).headers["Location"] == at("USE-04")
    assert client.post(at("USE-09"), told | {"next": "1"}).headers["Location"] == at("USE-09")
    open_alone = f"/office/tests/{test.pk}/checklist/USE-05/?judged=open"
    assert client.post(open_alone, told | {"next": "1"}).headers["Location"].endswith("/USE-06/?judged=open")


def test_clauses_and_sources_are_named_in_words(world: World, test: Test) -> None:
    page = world.client("lab:tester").get(f"/office/tests/{test.pk}/checklist/DCV-06/").content.decode()
    assert "T/TAF 078.7—2026（转述）" in page
    assert "191号六·1" in world.client("lab:tester").get(f"/office/tests/{test.pk}/checklist/").content.decode()


def test_the_machines_findings_stand_beside_the_criterion(world: World, test: Test) -> None:
    client = world.client("lab:tester")
    assert "未经同意收集a" in client.get(f"/office/tests/{test.pk}/checklist/COL-01/").content.decode()
    assert "未经同意收集a" not in client.get(f"/office/tests/{test.pk}/checklist/USE-04/").content.decode()


def test_what_is_wrong_is_asked_again_and_nothing_is_written(world: World, test: Test) -> None:
    for told in ({"note": ""}, {"verdict": "maybe"}, {"files": [SimpleUploadedFile("x", b"")]}):
        assert _judge(world, test, **told).status_code == 422, told
    assert _judge(world, test, key="NO-99").status_code == 404
    assert not test.checks.filter(by_machine=False).exists()
    assert not EvidenceFile.objects.exists()


def test_only_the_labs_testers_judge_while_the_test_runs(world: World, test: Test) -> None:
    for name in ("ministry:officer", "other-lab:tester", "beijing:officer", "review:reviewer"):
        assert _judge(world, test, name).status_code == 404, name
    page = world.client("ministry:officer").get(f"/office/tests/{test.pk}/checklist/USE-04/").content.decode()
    assert 'name="verdict"' not in page
    Test.objects.filter(pk=test.pk).update(state=TestState.SUBMITTED)
    assert _judge(world, test).status_code == 404
    assert not test.checks.filter(by_machine=False).exists()
