"""The measures of GB/T 9704—2012 that every writer keeps; lengths in millimetres, sizes of type in points."""

from __future__ import annotations

from mingcha.reports.word_file import MARGINS, PAGE

LINES, CHARACTERS = 22, 28  # on a page and in a line (5.2.3)
WIDTH, HEIGHT = PAGE[0] - MARGINS["left"] - MARGINS["right"], PAGE[1] - MARGINS["top"] - MARGINS["bottom"]
BODY, TITLE, SMALL, FORM, CELL = 16.0, 22.0, 14.0, 12.0, 10.5  # 三号, 二号, 四号, 小四, 五号
MASTHEAD_TOP = 35.0  # upper edge of the masthead below that of the type area (7.2.4)
MASTHEAD_SIZE = 44.0  # as large as may be, smaller where the name is long
RED = "FF0000"
PAGE_NUMBER_BELOW = 7.0  # dash of the page number below the type area (7.5)
THICK, THIN = 0.35, 0.25  # rules of the foot (7.4.1)
FANG, KAI, HEI, TITLE_FONT, NUMBER_FONT = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
# What stands in for a font that a machine lacks.
SUBSTITUTES = {FANG: "仿宋", KAI: "楷体", TITLE_FONT: "宋体"}


def points(millimetres: float) -> float:
    """Return a length in points."""
    return millimetres / 25.4 * 72


PITCH = points(HEIGHT) / LINES  # from line to line
EM = points(WIDTH) / CHARACTERS  # from character to character


def masthead_size(name: str) -> float:
    """Return the size in which a masthead fills the line at most."""
    return min(MASTHEAD_SIZE, float(int(points(WIDTH) * 0.98 / max(len(name), 1))))
