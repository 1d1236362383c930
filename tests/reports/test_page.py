"""A page of terminal text."""

from __future__ import annotations

from mingcha.model import Text
from mingcha.reports.page import Page


def page(lang: str = "zh", *, color: bool = False) -> Page:
    return Page(lang, 40, color=color)


def test_fields_stand_in_a_column() -> None:
    made = page()
    made.field("包名", "com.example")
    made.field("开发者签名", "CN=" + "x" * 40)
    assert made.text() == ("包名        com.example\n开发者签名  CN=xxxxxxxxxxxxxxxxxxxxxxxxx\n            xxxxxxxxxxxxxxx\n")


def test_a_name_wider_than_its_column_pushes_the_value() -> None:
    made = page()
    made.field("自定义或未知权限 4", "x")
    assert made.text() == "自定义或未知权限 4 x\n"


def test_paragraphs_hang() -> None:
    made = page("en")
    made.put("one two three four five six seven eight nine", 2, hang=2)
    assert made.text() == "  one two three four five six seven\n    eight nine\n"


def test_tables_are_aligned_and_fit() -> None:
    made = page()
    made.table([["名称", "N"], ["短", "1"], ["很长很长很长很长很长很长很长很长很长很长很长", "22"]])
    assert made.text() == (
        "  名称                                N\n  短                                  1\n  很长很长很长很长很长很长很长很长…   22\n"
    )


def test_colour_only_when_asked() -> None:
    plain, coloured = page(), page(color=True)
    for made in (plain, coloured):
        made.heading("结论")
        made.put("违规", style="red")
    assert "\x1b" not in plain.text()
    assert "\x1b[1;31m违规\x1b[0m" in coloured.text()


def test_package_text_cannot_command_the_terminal() -> None:
    made = page(color=True)
    made.put("\x1b]0;x\x07")
    made.cut("\x1b[2J", 2)
    made.field("\x9b", "\u202e")
    made.table([["\x1b"], ["\r"]])
    made.heading("\x1b")
    assert "\x1b]" not in made.text()
    assert "\x1b[2J" not in made.text()
    assert not set("\x07\x9b\u202e\r") & set(made.text())


def test_say_takes_the_page_s_language() -> None:
    assert page("en").say(Text("一", "one")) == "one"
    assert page().say(Text("一", "one")) == "一"
