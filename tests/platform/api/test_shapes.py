from __future__ import annotations

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.api import shapes


def test_every_list_is_a_page_with_a_cursor() -> None:
    pages = [getattr(shapes, name) for name in vars(shapes) if name.endswith("Page")]
    assert len(pages) == 5
    assert {tuple(page.model_fields) for page in pages} == {("items", "next")}


def test_no_answer_tells_how_to_reach_who_complained() -> None:
    assert {"contact", "receipt", "reply"} & set(shapes.LeadOut.model_fields) == set()
