from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.content import (
    AccessOrder,
    App,
    Content,
    DelistingNotice,
    DelistingOrder,
    LabReport,
    Party,
    PenaltyDecision,
    PenaltyNotice,
    RelistingNotice,
    Served,
    ServiceReceipt,
    Stamp,
)
from mingcha.platform.documents.render import CONTENT, build, dump, kind_of, load, render, title

if TYPE_CHECKING:
    from mingcha.platform.documents.content import Notice, Order

pytest.importorskip("pydantic", reason="the extra platform is absent")
opened = pytest.importorskip("docx", reason="the extra platform is absent")
pypdf = pytest.importorskip("pypdf", reason="the extra platform is absent")
openpyxl = pytest.importorskip("openpyxl", reason="the extra platform is absent")

STAMP = Stamp("京信管函", 1, 1, date(2022, 4, 20))
APPS = (App("甲", "乙公司", "应用宝", "1.0", ("违规收集个人信息",)),)
DECISION = PenaltyDecision(
    issuer="某局",
    party=Party("某公司", address="某路"),
    matter="某案",
    filed_on=date(2022, 4, 1),
    ground="事实",
    evidence=("检测结论",),
    notice="1号",
    notified_on=date(2022, 4, 2),
    penalty="罚款",
    basis="依据",
    fine=Decimal("10000.50"),
)


@pytest.fixture
def contents(rectify: Order, batch: Notice) -> dict[str, Content]:
    return {
        "order": rectify,
        "notice": batch,
        "delisting-notice": DelistingNotice("某局", APPS, (date(2022, 4, 20),), 37),
        "delisting-order": DelistingOrder("某局", "某商店", APPS, "通报", date(2022, 4, 20)),
        "access-order": AccessOrder("某局", "某接入企业", APPS, "通报", date(2022, 4, 20)),
        "relisting-notice": RelistingNotice("某局", "某商店", APPS, date(2022, 4, 20)),
        "penalty-notice": PenaltyNotice("某局", Party("某公司"), "某案", date(2022, 4, 20), "事实", "罚款"),
        "penalty-decision": DECISION,
        "service-receipt": ServiceReceipt("某局", "某公司", "某案", (Served("通知", "1号"),)),
        "report": LabReport("某检测中心", "某局", "甲", "1.0", "ab" * 32, "cd" * 32),
    }


def test_every_kind_survives_json_and_nothing_else_is_taken(contents: dict[str, Content]) -> None:
    assert sorted(contents) == sorted(CONTENT)
    for kind, content in contents.items():
        assert kind_of(content) == kind
        assert load(kind, json.loads(json.dumps(dump(content)))) == content
    with pytest.raises(ValueError, match="recipient"):
        load("order", {"issuer": "某局"})


def test_every_kind_is_printed_in_its_forms_twice_alike(contents: dict[str, Content]) -> None:
    forms = {}
    for kind, content in contents.items():
        if kind != "report":
            files = render(content, STAMP)
            assert files == render(content, STAMP)
            assert files["docx"].startswith(b"PK")
            assert files["pdf"].startswith(b"%PDF")
            assert files["html"].startswith(b"<!doctype html>")
            forms[kind] = sorted(files)
    plain = ["docx", "html", "pdf"]
    with_annex = [*plain, "xlsx"]
    assert forms == {
        "order": plain,
        "notice": with_annex,
        "delisting-notice": with_annex,
        "delisting-order": with_annex,
        "access-order": with_annex,
        "relisting-notice": with_annex,
        "penalty-notice": plain,
        "penalty-decision": plain,
        "service-receipt": plain,
    }


def noted(files: dict[str, bytes]) -> dict[str, str]:
    """Return what the properties of the files tell beside title and number."""
    found = {
        "docx": opened.Document(io.BytesIO(files["docx"])).core_properties.keywords,
        "pdf": (pypdf.PdfReader(io.BytesIO(files["pdf"])).metadata or {}).get("/Keywords", ""),
        "html": "".join(re.findall(r'<meta name="keywords" content="([^"]*)">', files["html"].decode())),
    }
    if "xlsx" in files:
        found["xlsx"] = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).properties.keywords or ""
    return found


def test_each_form_tells_what_is_noted_in_its_properties_alone(contents: dict[str, Content]) -> None:
    for said in ("", "mingcha-log 7 " + "0f" * 32):
        files = render(contents["notice"], replace(STAMP, noted=said))
        assert noted(files) == dict.fromkeys(("docx", "pdf", "html", "xlsx"), said)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    assert "mingcha-log" not in text
    assert files["html"].count(b"mingcha-log") == 1


HOSTILE = "\0\x1b[2J\u202eevil</w:t><script>#panic[]\ud800=cmd|' /C calc'!A1&&" + "长" * 3000 + "W" * 300


def test_a_hostile_name_breaks_no_form_and_hides_nothing(batch: Notice, rectify: Order) -> None:
    apps = (App(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),)
    for content in (replace(batch, apps=apps), replace(rectify, app=apps[0], recipient=HOSTILE, copies=HOSTILE)):
        files = render(content, STAMP)
        assert opened.Document(io.BytesIO(files["docx"])).paragraphs != []
        assert "<script>#panic[]" not in files["html"].decode()
        assert "‹U+202E›evil&lt;/w:t&gt;&lt;script&gt;" in files["html"].decode()
        assert files["pdf"].startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(render(replace(batch, apps=apps), STAMP)["xlsx"]))
    cell = book.worksheets[0]["B2"]
    assert (cell.data_type, cell.value[:20]) == ("s", "‹U+0000›‹U+001B›[2J‹")


def test_only_the_forms_that_are_asked_for_are_made(batch: Notice, rectify: Order) -> None:
    assert sorted(render(batch, STAMP, forms=("xlsx", "html"))) == ["html", "xlsx"]
    assert render(rectify, STAMP, forms=("xlsx",)) == {}


def test_titles(contents: dict[str, Content]) -> None:
    assert {kind: title(content, STAMP) for kind, content in contents.items()} == {
        "order": "责令整改通知书",
        "notice": "关于侵害用户权益行为的APP通报（2022年第1批，总第1批）",
        "delisting-notice": "关于下架侵害用户权益APP名单的通报",
        "delisting-order": "关于下架侵害用户权益APP的通知",
        "access-order": "停止接入通知书",
        "relisting-notice": "关于恢复上架有关APP的通知",
        "penalty-notice": "行政处罚事先告知书",
        "penalty-decision": "行政处罚决定书",
        "service-receipt": "某局送达回证",
        "report": "“甲”（1.0）侵害用户权益行为检测报告",
    }


def test_a_test_report_is_no_paper(contents: dict[str, Content]) -> None:
    with pytest.raises(ValueError, match="builder"):
        build(contents["report"], STAMP)
    with pytest.raises(ValueError, match="engine"):
        render(contents["report"], STAMP)
