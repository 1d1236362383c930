from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.dex.dexwriter import RETURN, Dex, const_string
from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.facts import address
from mingcha.facts.collect import collect

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet


def app(*members: Member) -> FactSet:
    def fill(dex: Dex) -> None:
        push = dex.add("Lcn/jpush/android/A;")
        push.method("a()V", [const_string(0, "https://b.jpush.cn/v1"), const_string(0, "http://shared.cn/x"), RETURN], 9)
        own = dex.add("Lcn/mingcha/hostile/B;")
        own.method("a()V", [const_string(0, "http://own.cn/a"), const_string(0, "http://shared.cn/x"), RETURN], 9)
        own.method(
            "b()V", [const_string(0, "http://own.cn/a"), const_string(0, "see http://middle.cn"), const_string(0, "http"), RETURN], 9
        )
        own.static("UNUSED", "Ljava/lang/String;", "http://unused.cn/")

    return collect(packages.apk(*members, dex=packages.program(fill).build()), "x.apk")


def brief(facts: FactSet) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in ("value", "scheme", "host", "owner", "where")) for row in facts.rows["url"]]


def test_addresses_in_code_stand_once_and_belong_to_the_first_code_using_them() -> None:
    assert [row for row in brief(app()) if row[4] == "classes.dex"] == [
        ("http://own.cn/a", "http", "own.cn", "app", "classes.dex"),
        ("http://shared.cn/x", "http", "shared.cn", "jpush", "classes.dex"),
        ("https://b.jpush.cn/v1", "https", "b.jpush.cn", "jpush", "classes.dex"),
    ]


def test_addresses_in_files_are_the_apps() -> None:
    found = brief(app(Member("assets/a.json", b'{"u": "http://asset.cn/up"}')))
    assert ("http://asset.cn/up", "http", "asset.cn", "app", "assets/a.json") in found


def test_every_dex_is_searched_past_one_that_is_damaged() -> None:
    third = Dex()
    third.add("Lcn/mingcha/hostile/C;").method("a()V", [const_string(0, "http://third.cn/"), RETURN], 9)
    found = brief(app(Member("classes2.dex", packages.plain_dex()[:333]), Member("classes3.dex", third.build())))
    assert ("http://third.cn/", "http", "third.cn", "app", "classes3.dex") in found


@pytest.mark.parametrize(("most", "limits"), [(2, ["url-count"]), (3, [])])
def test_a_list_of_addresses_is_cut_and_says_so(most: int, limits: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "_MOST", most)
    facts = app()
    assert len([row for row in brief(facts) if row[4] == "classes.dex"]) == most
    assert [row["code"] for row in facts.rows["limit"] if row["code"].startswith("url-")] == limits
