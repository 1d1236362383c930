from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation

import mingcha.platform
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.templatetags.history import entry_who, entry_words, title

if TYPE_CHECKING:
    from tests.platform.world import World

SOURCES = Path(mingcha.platform.__file__).parent
KIND = re.compile(r'\brecord\(\s*(?:[a-z_]+,\s*)?kind="([a-z-]+)"')


def test_every_kind_of_entry_has_words_in_both_languages() -> None:
    kinds = {kind for path in SOURCES.rglob("*.py") for kind in KIND.findall(path.read_text("utf-8"))} | set(BY_NAME)
    assert len(kinds) > len(BY_NAME) + 10
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert [kind for kind in sorted(kinds) if title(kind) == kind] == []


def test_what_was_said_is_shown_and_escaped() -> None:
    entry = Entry(
        kind="order", data={"from": "confirmed", "to": "ordered", "opinion": "<b>同意</b>", "labels": ["甲", "乙"]}, evidence="ab"
    )
    with translation.override("zh-hans"):
        words = entry_words(entry)
    assert "问题确认 → 责令整改" in words
    assert "意见：&lt;b&gt;同意" in words
    assert "所涉问题：甲；乙" in words


def test_a_day_is_never_broken_and_what_looks_like_one_is_text() -> None:
    words = entry_words(Entry(kind="serve", data={"served_on": "2026-03-02", "text": "2026-03-02<b>"}))
    assert ("<time>2026-03-02</time>" in words, "2026-03-02&lt;b&gt;" in words) == (True, True)


def test_problems_are_named_in_the_language_of_the_reader() -> None:
    entry = Entry(kind="confirm", data={"labels": ["违规收集个人信息", "甲"]})
    with translation.override("en"):
        assert "problems: Unlawful collection of personal information; 甲" in entry_words(entry)


def test_who_did_it_is_told_by_name_unless_it_is_not_told(world: World) -> None:
    officer = world["beijing:officer"]
    assert entry_who(Entry(actor=officer, actor_name="beijing-officer")) == "北京市通信管理局承办人"
    assert entry_who(Entry(actor=officer, actor_name="")) == ""
    assert entry_who(Entry(actor_name="")) == ""
