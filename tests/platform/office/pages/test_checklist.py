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
