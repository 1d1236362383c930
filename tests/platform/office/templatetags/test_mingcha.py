from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

from mingcha.model import Text
from mingcha.platform.office.table import Column
from mingcha.platform.office.templatetags import mingcha as tags

COLUMN = Text("列", "column")


def test_words_follow_the_language() -> None:
    for language, words in (("zh-hans", "中文"), ("en", "English"), ("fr", "中文")):
        with translation.override(language):
            assert tags.t("中文", "English") == tags.text(Text("中文", "English")) == words
    assert tags.text(None) == ""
    assert tags.text("as it is") == "as it is"


def test_counts_are_told_with_their_noun() -> None:
    with translation.override("en"):
        assert [tags.counted(1), tags.counted(2), tags.counted(10_000, at_least=True)] == ["1 row", "2 rows", "at least 10000 rows"]
        assert [tags.number(n, "条", "entry", "entries") for n in (1, 2)] == ["1 entry", "2 entries"]
    with translation.override("zh-hans"):
        assert [tags.counted(1), tags.counted(10_000, at_least=True), tags.number(2, "条", "entry")] == ["共 1 条", "至少 10000 条", "2 条"]


def test_the_query_keeps_what_is_not_changed() -> None:
    request = RequestFactory().get("/", {"q": "向 日", "after": "9", "state": "x"})
    assert tags.query({"request": request}, after="", before=3) == "?q=%E5%90%91+%E6%97%A5&state=x&before=3"


def test_attributes_are_followed() -> None:
    row = SimpleNamespace(a={"b": SimpleNamespace(c=lambda: 3)})
    assert tags.attribute(row, "a.b.c") == 3
    assert tags.attribute(row, "a.x.c") is None


@pytest.mark.parametrize("words", ["<script>", "a&b"])
def test_cells_and_badges_are_escaped(words: str) -> None:
    assert "<script>" not in tags.badge("accepted", words)
    assert "<script>" not in str(tags.cell(SimpleNamespace(v=words), Column(COLUMN, "v", "mono")))


def test_a_number_or_hash_is_not_broken_and_a_long_name_is() -> None:
    row = SimpleNamespace(number="C-2026-000001", name="com.example.a.long.name")
    shown = [tags.cell(row, Column(COLUMN, name, "mono")) for name in ("number", "name")]
    assert shown == ['<code class="brief">C-2026-000001</code>', "<code>com.example.a.long.name</code>"]


def test_a_day_that_has_passed_is_said_to_be_late_in_words() -> None:
    row = SimpleNamespace(early=date(2001, 1, 1), later=date(2999, 1, 1), none=None)
    with translation.override("en"):
        early = '<span class="late"><span class="brief">2001-01-01</span> <span class="brief">(overdue)</span></span>'
        assert tags.cell(row, Column(COLUMN, "early", "due")) == early
        assert tags.cell(row, Column(COLUMN, "later", "due")) == '<span class="brief">2999-01-01</span>'
    assert tags.cell(row, Column(COLUMN, "none", "due")) == ""
