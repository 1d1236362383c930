from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from mingcha.model import Report, Text
from mingcha.reports import html, lab_report
from mingcha.reports.json import write
from mingcha.reports.reading import part, read

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_a_report_that_was_read_is_written_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    written = write(request.getfixturevalue(name))
    assert write(read(written)) == written
    assert write(read(written.encode())) == written


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_laboratory_prints_the_same_of_it(lang: str, shop: Report, catalogue: Catalogue) -> None:
    assert lab_report.build(read(write(shop)), catalogue, lang=lang) == lab_report.build(shop, catalogue, lang=lang)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("缺少策略 / no policy", Text("缺少策略", "no policy")),
        ("应用“向日葵” / the app “向日葵”", Text("应用“向日葵”", "the app “向日葵”")),
        ("甲 / 乙 / a / b", Text("甲 / 乙", "a / b")),
        ("读取甲 / 乙 / reads a", Text("读取甲 / 乙", "reads a")),
        ("甲 / 乙 / 丙", Text("甲 / 乙 / 丙", "甲 / 乙 / 丙")),
        ("same", Text("same", "same")),
    ],
)
def test_joined_languages_are_parted(text: str, parts: Text) -> None:
    assert part(text) == parts


def test_other_forms_are_the_same_from_what_was_read(shop: Report, catalogue: Catalogue) -> None:
    assert html.write(read(write(shop)), catalogue) == html.write(shop, catalogue)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda report: report.update(schema_version=2), "version"),
        (lambda report: report["package"].pop("sha256"), "Report.package: Package.sha256: missing"),
        (lambda report: report["package"].update(size="1"), "Package.size: not of type int"),
        (lambda report: report["package"].update(size=True), "Package.size: not of type int"),
        (lambda report: report.update(findings={}), "Report.findings: not a list"),
        (lambda report: report["findings"][0].update(verdict="maybe"), "Finding.verdict: 'maybe'"),
        (lambda report: report["findings"][0].update(title="x"), "Finding.title: Text: not an object"),
        (lambda report: report.update(limits=[1]), "Report.limits: not of type str"),
    ],
)
def test_anything_else_is_refused_with_its_place(change: object, told: str, shop: Report) -> None:
    values = json.loads(write(shop))
    change(values)  # type: ignore[operator] # a function of the report
    with pytest.raises(ValueError, match=re.escape(told)):
        read(json.dumps(values))
    for text in ("[]", "null", "{}", "{", b"\xff"):
        with pytest.raises(ValueError, match=r"version|JSON|Expecting|decode"):
            read(text)
