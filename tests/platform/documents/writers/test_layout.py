from __future__ import annotations

from mingcha.platform.documents.writers import layout


def test_the_type_area_holds_22_lines_of_28_characters() -> None:
    assert (layout.WIDTH, layout.HEIGHT) == (156, 225)
    assert round(layout.points(25.4), 6) == 72
    assert round(layout.PITCH * 22 / 72 * 25.4, 6) == 225
    assert round(layout.EM * 28 / 72 * 25.4, 6) == 156
    assert layout.BODY < layout.PITCH


def test_a_long_masthead_is_set_smaller_and_never_wider_than_the_line() -> None:
    assert layout.masthead_size("北京市通信管理局") == 44
    long = "工业和信息化部信息通信管理局"
    assert layout.masthead_size(long) == 30
    assert layout.masthead_size(long) * len(long) <= layout.points(layout.WIDTH)
    assert layout.masthead_size("") == 44
