from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, Play
from tests.platform.office.pages.test_account import confirmed

from mingcha.platform.documents.issue import issue
from mingcha.platform.documents.models import Document

if TYPE_CHECKING:
    from tests.platform.world import World


def _drafted(world: World) -> tuple[Play, Document]:
    play = Play(world)
    play.order()
    client = world.client(OFFICER)
    assert "责令整改通知书" in client.get(f"/office/cases/{play.case.pk}/").content.decode()
    address = client.post(f"/office/cases/{play.case.pk}/documents/order/")["Location"]
    return play, Document.objects.get(pk=int(address.split("/")[-2]))


def test_a_document_is_drafted_looked_at_and_issued_by_who_may(world: World) -> None:
    play, document = _drafted(world)
    address = f"/office/documents/{document.pk}/"
    assert "issue/" not in world.client(OFFICER).get(address).content.decode()
    page = world.client(DECIDER).get(address).content.decode()
    assert "issue/" in page
    assert "预览（未签发）" in page
    assert world.client(COMPANY).get(address).status_code == 404
    assert world.client(DECIDER).get(f"{address}issue/")["Location"].startswith("/accounts/reauthenticate/")
    preview = world.client(OFFICER).get(f"{address}file.html")
    assert preview.status_code == 200
    assert "sandbox" in preview["Content-Security-Policy"]
    assert "script-src 'none'" in preview["Content-Security-Policy"]
    issue(document=document, actor=world[DECIDER], at=play.at, on=play.on)
    page = world.client(COMPANY).get(address).content.decode()
    assert document.files.get(format="docx").sha256 in page
    assert "拟稿人" not in page
    word = world.client(COMPANY).get(f"{address}file.docx")
    assert word.content[:2] == b"PK"
    assert word["Content-Disposition"] == 'attachment; filename="order-2026-1.docx"'
    for form in ("exe", "xlsx"):
        assert world.client(COMPANY).get(f"{address}file.{form}").status_code == 404


def test_a_document_that_cannot_be_drafted_is_told(world: World) -> None:
    play = Play(world)
    client = world.client(OFFICER)
    address = f"/office/cases/{play.case.pk}/documents/order/"
    assert client.get(address).status_code == 405
    assert "现在不能拟制此文书" in client.post(address, follow=True).content.decode()
    assert world.client("shanghai:officer").post(address).status_code == 404


def test_the_list_is_filtered_by_number_and_state(world: World) -> None:
    play, document = _drafted(world)
    client = world.client(OFFICER)
    assert "责令整改通知书" in client.get("/office/documents/", {"state": "draft"}).content.decode()
    issue(document=document, actor=world[DECIDER], at=play.at, on=play.on)
    assert "京信管责改〔2026〕1号" in client.get("/office/documents/", {"printed": "责改"}).content.decode()
    assert "京信管责改" not in world.client("shanghai:officer").get("/office/documents/").content.decode()


def test_what_a_step_issues_is_read_as_a_draft_and_issued_by_nothing_else(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.notify_penalty()
    play.go(10)
    play.propose_penalty()
    document = Document.objects.get(kind="penalty-decision")
    address = f"/office/documents/{document.pk}/"
    decider = world.client(DECIDER)
    assert "issue/" not in decider.get(address).content.decode()
    assert "住所：北京市海淀区某路1号" in decider.get(f"{address}file.html").content.decode()
    assert confirmed(world, DECIDER).post(f"{address}issue/").status_code == 404
    play.do("decide-penalty", DECIDER)
    case = f"/office/cases/{play.case.pk}/"
    for who in (OFFICER, COMPANY):
        page = world.client(who).get(case).content.decode()
        assert '行政处罚事先告知书 <span class="brief">京信管罚告〔2026〕1号</span>' in page
        assert '行政处罚决定书 <span class="brief">京信管罚〔2026〕1号</span>' in page
    fines = re.findall(r"罚款（元）</dt><dd>([^<]*)<", world.client(OFFICER).get(case).content.decode())
    assert fines == ["20,000.00", "10,000.00"]
    word = world.client(COMPANY).get(f"{address}file.docx")
    assert (word.content[:2], word["Content-Disposition"]) == (b"PK", 'attachment; filename="penalty-decision-2026-1.docx"')
