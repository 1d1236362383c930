from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mingcha.reports import text
from mingcha.reports.columns import width

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_fits_into_80_columns(name: str, lang: str, request: pytest.FixtureRequest, catalogue: Catalogue) -> None:
    written = text.write(request.getfixturevalue(name), catalogue, lang=lang)
    assert [line for line in written.splitlines() if width(line) > 80] == []


def test_colour_only_on_request(shop: Report, catalogue: Catalogue) -> None:
    assert "\x1b[" not in text.write(shop, catalogue)
    coloured = text.write(shop, catalogue, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text.write(shop, catalogue)


def test_no_control_character_of_a_package_reaches_the_terminal(hostile: Report, catalogue: Catalogue) -> None:
    written = text.write(hostile, catalogue)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", written)


def test_a_huge_report_can_be_read(huge: Report, catalogue: Catalogue) -> None:
    assert len(text.write(huge, catalogue).splitlines()) < 1500
