"""The guess at an app's type: what it rests on, and where there is none."""

from __future__ import annotations

import pytest
from tests.pace import within

from mingcha.catalogue import load
from mingcha.facts.app_type import guess_type


@pytest.mark.parametrize(
    ("name", "package", "classes", "expected"),
    [
        ("桔子小说", "top.iscore.reader", [], ("ebooks", 6, ("name:小说", "package:reader"))),
        ("昕浏览器", "com.x", [], ("browser", 4, ("name:浏览器",))),
        ("IDCardCamera", "com.x", [], ("photo", 4, ("name:camera",))),
        ("长房里", "cn.x", ["cn.x.HouseList", "cn.x.HouseRent", "cn.x.RentPay"], None),
        ("X", "com.x.news", ["com.x.NewsList", "com.x.NewsPage"], ("news", 3, ("package:news", "manifest:news"))),
        ("每日新闻", "cn.x.shop", [], ("news", 4, ("name:新闻",))),
        ("X", "com.x", [], None),
        ("新闻与小说", "com.x", [], None),
        ("", "", [], None),
    ],
)
def test_a_type_is_guessed_only_where_one_clearly_leads(
    name: str, package: str, classes: list[str], expected: tuple[str, int, tuple[str, ...]] | None
) -> None:
    assert guess_type(name, package, classes, load()) == expected


def test_a_name_of_a_million_words_is_read_once() -> None:
    with within(1):
        found = guess_type("a." * 1_000_000 + "小说", "top.x.reader", [], load())
    assert found is not None
    assert found.app_type == "ebooks"
