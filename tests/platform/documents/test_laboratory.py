from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from mingcha.catalogue import load
from mingcha.model import Package, Report, Tool
from mingcha.platform.documents.content import LabReport, Stamp
from mingcha.platform.documents.laboratory import render, title
from mingcha.platform.documents.render import FORMS
from mingcha.reports import pdf

pytest.importorskip("docx", reason="the extra platform is absent")
pytest.importorskip("typst", reason="the extra platform is absent")

CONTENT = LabReport("某检测中心", "北京市通信管理局", "每日优选", "5.2.1", "5be1c7f0" * 8, "cd" * 32)
STAMP = Stamp("泰检", 7, None, date(2022, 4, 20))


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(Tool("0.1.0", "9d" * 32, load().digest), Package("5be1c7f0" * 8, 1, "apk", "a.apk", name="每日优选"))


def test_the_report_carries_number_client_laboratory_and_day(report: Report) -> None:
    files = render(CONTENT, STAMP, report, FORMS)
    assert sorted(files) == ["docx", "html", "pdf"]
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        text = archive.read("word/document.xml").decode()
    for told in ("报告编号：泰检〔2022〕7号", "检测单位（盖章）：某检测中心", "北京市通信管理局", "2022年4月20日", CONTENT.package):
        assert told in text
    assert "每日优选" in files["html"].decode()
    assert files == render(CONTENT, STAMP, report, FORMS)


def test_a_draft_is_the_report_with_room_for_number_and_day(report: Report) -> None:
    blank = render(LabReport("", "", "每日优选", "5.2.1", CONTENT.package, CONTENT.report), Stamp("泰检"), report, ("pdf", "xlsx"))
    assert blank == {"pdf": pdf.write(report, load())}


def test_the_report_of_another_package_is_refused(report: Report) -> None:
    for given in (None, Report(report.tool, Package("00" * 32, 1, "apk", "b.apk"))):
        with pytest.raises(ValueError, match="package"):
            render(CONTENT, STAMP, given, FORMS)
    assert title(CONTENT) == "“每日优选”（5.2.1）侵害用户权益行为检测报告"
