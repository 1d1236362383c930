from __future__ import annotations

from tests.hostile import arscs, packages
from tests.hostile.zips import Member

from mingcha.facts.policy_inside import find_policies, read_identities, read_policies
from mingcha.formats.apk import open_apk

POLICY = "隐私政策\n" + "我们会收集您的IMEI用于统计，并与第三方共享，您可以删除个人信息。\n" * 20
PAGE = f"<html><body><p>{POLICY}</p></body></html>"


def found(*members: Member, table: bytes | None = None) -> list[str]:
    return [name for name, _ in find_policies(open_apk(packages.apk(*members, table=table)))]


def test_policies_of_assets_and_raw_resources_are_found_by_what_they_say() -> None:
    members = (
        Member("assets/www/a.html", PAGE.encode()),
        Member("res/raw/text.txt", POLICY.encode("gb18030")),
        Member("assets/privacy.txt", POLICY.encode()),
    )
    assert found(*members) == ["assets/privacy.txt", "assets/www/a.html", "res/raw/text.txt"]


def test_what_only_looks_like_one_is_none() -> None:
    members = (
        Member("assets/privacy.html", b"<html><body>Loading\xe2\x80\xa6</body></html>"),
        Member("assets/help.txt", ("使用说明\n" + "点击按钮即可保存和删除记录。\n" * 60).encode()),
        Member("META-INF/privacy.txt", POLICY.encode()),
        Member("assets/privacy.js", POLICY.encode()),
    )
    assert found(*members) == []


def test_a_long_string_of_the_resources_is_one() -> None:
    assert found(table=arscs.table(strings=["确定", POLICY])) == ["resources.arsc#1.txt"]


def test_they_are_read_and_there_is_a_limit() -> None:
    data = packages.apk(*(Member(f"assets/p{number:02}.txt", f"{number}{POLICY}".encode()) for number in range(30)))
    readings = read_policies(data)
    assert [reading["name"] for reading in readings] == [f"assets/p{number:02}.txt" for number in range(12)]
    assert {item["data_type"] for item in readings[0]["disclosures"]} == {"imei"}


def test_a_file_that_is_no_document_after_all_is_left_out() -> None:
    assert read_policies(packages.apk(Member("assets/privacy.pdf", b"%PDF-1.4 broken"))) == []


def test_whose_the_policies_inside_are() -> None:
    dated = POLICY.replace("隐私政策\n", "某应用隐私政策\n更新日期：2026年1月2日\n")
    members = (Member("assets/privacy.txt", dated.encode()), Member("assets/child.txt", ("儿童" + POLICY).encode()))
    assert read_identities(packages.apk(*members)) == [
        {"file": "assets/privacy.txt", "title": "某应用隐私政策", "company": None, "updated": "2026-01-02", "effective": None}
    ]
