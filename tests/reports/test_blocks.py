from __future__ import annotations

from mingcha.reports.blocks import Column, Heading, Table, make_visible


def test_every_text_of_a_block_can_be_seen_and_lines_stay() -> None:
    assert make_visible(Heading(1, "a\u202eb\ud83d")) == Heading(1, "a‹U+202E›b‹U+D83D›")
    table = Table((Column("x\u200b", 1, code=True),), (("a\nb\x00",),), headed=False)
    assert make_visible(table) == Table((Column("x‹U+200B›", 1, code=True),), (("a\nb‹U+0000›",),), headed=False)
