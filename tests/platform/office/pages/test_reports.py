from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tests.platform.world import handed_in, scanned

from mingcha.catalogue import load
from mingcha.platform.testing.models import Scan
from mingcha.reports import html
from mingcha.reports.reading import read

if TYPE_CHECKING:
    from tests.platform.world import World


def test_every_form_is_made_from_what_was_stored(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["lab:tester"])
    client = world.client("lab:tester")
    answers = {form: client.get(f"/office/scans/{scan.pk}/report.{form}") for form in ("html", "json", "docx", "pdf")}
    assert {form: answer.status_code for form, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert answers["html"].content.decode() == html.write(read(example_report), load(), lang="zh")
    assert answers["html"]["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in answers["html"]["Content-Security-Policy"]
    assert b"".join(answers["json"].streaming_content).decode() == example_report  # type: ignore[attr-defined] # a file
    with zipfile.ZipFile(io.BytesIO(answers["docx"].content)) as document:
        assert "明察示例商城" in document.read("word/document.xml").decode()
        assert "二〇二六年三月二日" in document.read("word/document.xml").decode() or "2026" in document.read("word/document.xml").decode()
    assert answers["pdf"].content.startswith(b"%PDF-")
    for form in ("json", "docx", "pdf"):
        assert answers[form]["Content-Disposition"].startswith("attachment;"), form
        assert answers[form]["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_there_or_not_ones_own_is_not_found(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["lab:tester"])
    for address, who in (
        (f"/office/scans/{scan.pk}/report.xml", "lab:tester"),
        (f"/office/scans/{scan.pk}/report.html", "other-lab:tester"),
        (f"/office/scans/{scan.pk}/report.json", "operator:representative"),
        (f"/office/scans/{scanned(world.version, by=world['lab:tester']).pk}/report.html", "lab:tester"),
    ):
        assert world.client(who).get(address).status_code == 404, address
    Scan.objects.filter(pk=scan.pk).update(report="a" * 64)  # lost from the store
    for form in ("html", "json"):
        assert world.client("lab:tester").get(f"/office/scans/{scan.pk}/report.{form}").status_code == 404
