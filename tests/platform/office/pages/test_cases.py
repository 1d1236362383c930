from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, STORE, Play

from mingcha.platform.casework.models import Case, Delisting
from mingcha.platform.casework.papers import draft_paper
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.casework.states import State
from mingcha.platform.documents.issue import issue
from mingcha.platform.office.forms import step_form

if TYPE_CHECKING:
    import pytest
    from tests.platform.world import World


def test_a_step_is_taken_through_its_page(world: World) -> None:
    play = Play(world)
    client = world.client(OFFICER)
    address = f"/office/cases/{play.case.pk}/"
    assert f"{address}assign/" in client.get(address).content.decode()
    assert client.get(f"{address}assign/").status_code == 200
    wrong = client.post(f"{address}assign/", {"lab": world.bodies["operator"].pk})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.content.decode()
    done = client.post(f"{address}assign/", {"lab": world.bodies["lab"].pk, "version": world.version.pk})
    assert (done.status_code, done["Location"]) == (302, address)
    play.case.refresh_from_db()
    assert play.case.state == State.ASSIGNED
    assert "已办理：派发检测" in client.get(address).content.decode()


def test_more_answers_cost_no_more_queries(world: World) -> None:
    play = Play(world)
    play.order()
    client, address, asked = world.client(OFFICER), f"/office/cases/{play.case.pk}/", []
    for _ in range(3):
        play.do("answer", COMPANY, text="已整改")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content.decode().count("已整改") >= len(asked) + 1
        asked.append(len(queries))
    assert asked[1] == asked[2] <= 25


def test_a_step_that_is_not_the_persons_is_not_there(world: World) -> None:
    play = Play(world)
    for who, name in ((OFFICER, "order"), (DECIDER, "assign"), (OFFICER, "nothing"), ("shanghai:officer", "assign"), (COMPANY, "answer")):
        assert world.client(who).get(f"/office/cases/{play.case.pk}/{name}/").status_code == 404


def test_a_grave_step_asks_for_the_password_again(world: World) -> None:
    play = Play(world)
    play.order()
    play.case.state = State.NOTICE_PROPOSED
    play.case.save()
    response = world.client(DECIDER).get(f"/office/cases/{play.case.pk}/approve-notice/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")
    play.case.refresh_from_db()
    assert play.case.state == State.NOTICE_PROPOSED


def test_a_company_sees_its_case_without_what_is_internal(world: World) -> None:
    play = Play(world)
    play.order()
    play.case.state = State.NOTICE_PROPOSED
    play.case.save()
    page = world.client(COMPANY).get(f"/office/cases/{play.case.pk}/").content.decode()
    assert "处理中" in page
    assert "拟通报" not in page
    assert "属实" not in page  # the reviewer's opinion
    listed = world.client(COMPANY).get("/office/cases/").content.decode()
    assert play.case.number in listed
    assert "拟通报" not in listed


def test_the_app_is_a_link_and_its_operator_is_led_to_the_upload(world: World) -> None:
    play = Play(world)
    play.order()
    app, address = f'href="/office/apps/{world.app.pk}/"', f"/office/cases/{play.case.pk}/"
    for who, uploads in ((OFFICER, False), (COMPANY, True), ("lab:tester", False)):
        page = world.client(who).get(address).content.decode()
        assert app in page, who
        assert (f'href="/office/upload/?app={world.app.pk}"' in page) is uploads, who


def test_a_company_reads_what_is_to_be_rectified_and_answers_with_another_version_and_files(world: World) -> None:
    play = Play(world)
    play.order()
    client, address = world.client(COMPANY), f"/office/cases/{play.case.pk}/"
    assert "须整改的问题" not in client.get(address).content.decode()
    paper = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    assert "须整改的问题" not in client.get(address).content.decode()
    issue(document=paper, actor=world[DECIDER], at=play.at, on=play.on)
    page = client.get(address).content.decode()
    assert ("须整改的问题" in page, "未经同意收集imei。" in page) == (True, True)
    assert "须整改的问题" not in world.client(OFFICER).get(address).content.decode()
    newer = world.app.versions.create(name="1.1", code=11, found_on=play.on)
    page = client.get(f"{address}answer/")
    assert list(page.context["form"].fields["version"].queryset) == [newer]
    assert f"/office/upload/?app={world.app.pk}" in page.content.decode()
    said = {"text": "已整改", "version": newer.pk, "files": SimpleUploadedFile("整改报告.pdf", b"report")}
    assert client.post(f"{address}answer/", said).status_code == 302
    assert "整改报告.pdf" in client.get(address).content.decode()


def test_a_form_of_a_step_begins_with_what_is_proposed(world: World) -> None:
    play = Play(world)
    play.order()
    day = play.on + timedelta(days=30)
    play.do("request-extension", COMPANY, until=day, text="改造量大")
    address = f"/office/cases/{play.case.pk}/"
    assert "企业申请延期至" in world.client(DECIDER).get(address).content.decode()
    page = world.client(DECIDER).get(f"{address}extend/").content.decode()
    assert f'value="{day:%Y-%m-%d}"' in page
    assert 'value="企业申请延期：改造量大"' in page


def test_an_error_of_the_step_itself_is_shown_in_the_form(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: Play.on)
    play = Play(world)
    play.order()
    page = world.client(DECIDER).post(f"/office/cases/{play.case.pk}/extend/", {"due_on": "2026-03-03", "reason": "x"})
    assert page.status_code == 422
    assert "新期限应晚于现期限" in page.content.decode()


def test_a_store_sees_its_order_and_nothing_that_the_company_said(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="商业秘密之一")
    play.do("appeal", COMPANY, text="商业秘密之二")
    Delisting.objects.create(case=play.case, store=world.bodies["store"], ordered_on=play.on)
    address = f"/office/cases/{play.case.pk}/"
    store, company = (world.client(who).get(address).content.decode() for who in (STORE, COMPANY))
    assert ("下架" in store, "商业秘密" in store, "责令日期" in store) == (True, False, False)
    assert company.count("商业秘密") >= 2


def test_a_late_answer_is_marked_and_an_sdk_names_no_version(world: World) -> None:
    play = Play(world)
    play.order()
    play.go(7)
    play.do("answer", COMPANY, text="按期")
    client, address = world.client(OFFICER), f"/office/cases/{play.case.pk}/"
    assert "逾期反馈" not in client.get(address).content.decode()
    play.go(1)
    play.do("answer", COMPANY, text="补充")
    assert client.get(address).content.decode().count("逾期反馈") == 1
    answer = BY_NAME["answer"]
    assert list(step_form(answer, play.case).fields) == ["text", "version", "files"]
    play.case.app = None
    assert list(step_form(answer, play.case).fields) == ["text", "files"]


def test_files_are_handed_in_with_a_step(world: World) -> None:
    play = Play(world)
    play.order()
    client, address = world.client(OFFICER), f"/office/cases/{play.case.pk}/attach/"
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    files = [SimpleUploadedFile("店/../铺.png", b"<script>"), SimpleUploadedFile("b.txt", b"two")]
    assert client.post(address, {"files": files, "note": "商店页面"}).status_code == 302
    page = client.get(f"/office/cases/{play.case.pk}/").content.decode()
    for file, content in zip(play.case.files.all(), (b"<script>", b"two"), strict=True):
        assert (file.sha256, file.size) == (hashlib.sha256(content).hexdigest(), len(content))
        assert f"/office/case-files/{file.pk}/" in page
        assert f"{file.name} {file.sha256}" in page  # as the history tells it
    for told in ({}, {"files": [SimpleUploadedFile("x", b"")]}, {"files": [SimpleUploadedFile(str(n), b"x") for n in range(11)]}):
        assert client.post(address, {"note": "x", **told}).status_code == 422
    assert play.case.files.count() == 2


def test_the_limit_of_the_notice_is_shown_in_every_state_after_it(world: World) -> None:
    play = Play(world)
    play.lapse()
    client, address = world.client(OFFICER), f"/office/cases/{play.case.pk}/"
    assert "通报整改期限" not in client.get(address).content.decode()
    play.notice()
    limit = play.on + timedelta(days=7)
    for state in State:
        Case.objects.filter(pk=play.case.pk).update(state=state, due_on=None)
        page = client.get(address).content.decode()
        assert f"<dt>通报整改期限</dt><dd>{limit}" in page
        assert "已届满" in page
