from __future__ import annotations

import json

import pytest

from mingcha.facts.factset import FactSet
from mingcha.facts.listing import MAX_BYTES, collect_listing, read_listing
from mingcha.model import MingchaError

PAGE = {
    "store": "某商店",
    "应用名称": "向日葵",
    "developer": "甲公司",
    "version": "1.2",
    "permissions": ["CAMERA", {"name": "android.permission.RECORD_AUDIO", "purpose": "语音消息"}, {"权限名称": "READ_SMS"}],
    "privacy_policy": "https://x.cn/p",
    "unknown": "x",
}
FIELDS = [
    ("app_name", "向日葵"),
    ("developer", "甲公司"),
    ("version", "1.2"),
    ("permission", "android.permission.CAMERA"),
    ("permission", "android.permission.RECORD_AUDIO"),
    ("permission_purpose", "android.permission.RECORD_AUDIO"),
    ("permission", "android.permission.READ_SMS"),
    ("policy_url", "https://x.cn/p"),
]


def fields(found: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["field"], row["value"]) for row in found]


def test_a_page_in_json_or_yaml_with_names_in_either_language() -> None:
    found = read_listing(json.dumps(PAGE).encode(), "l.json")
    assert fields(found) == FIELDS
    assert {row["store"] for row in found} == {"某商店"}
    assert fields(read_listing("store: 甲\n应用名称: 乙\nversion: 1.20\n功能介绍: [记账, 备份]\n".encode(), "l.yaml")) == [
        ("app_name", "乙"),
        ("version", "1.2"),
        ("function", "记账"),
        ("function", "备份"),
    ]


def test_several_stores() -> None:
    found = read_listing(json.dumps([{"store": "甲", "name": "x"}, {"store": "乙", "name": "y"}]).encode(), "l.json")
    assert [(row["store"], row["value"]) for row in found] == [("甲", "x"), ("乙", "y")]


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b"{", b"{a: b}", b"- 1", b"\xff\xfe\x00", b"x" * (MAX_BYTES + 1), b"[" * 100_000])
def test_what_is_no_page_is_refused_with_one_line(data: bytes) -> None:
    with pytest.raises(MingchaError) as wrong:
        read_listing(data, "l.json")
    assert "\n" not in str(wrong.value)


def test_rows_and_coverage() -> None:
    facts = FactSet("00")
    facts.cover("listing", "absent", "未提供", "not given")
    collect_listing(facts, read_listing(json.dumps(PAGE).encode(), "l.json"))
    assert fields(facts.rows["listing"]) == FIELDS
    assert [(row["kind"], row["state"]) for row in facts.rows["coverage"]] == [("listing", "complete")]


def test_the_policy_on_a_page_is_told_by_its_company_and_dates() -> None:
    facts = FactSet("00")
    text = "向日葵隐私政策\n更新日期：2026年1月2日\n本政策由甲科技有限公司制定。"
    collect_listing(facts, read_listing(json.dumps({"store": "某商店", "policy_text": text}).encode(), "l.json"))
    (row,) = facts.rows["policy_identity"]
    found = {key: row[key] for key in ("file", "source", "title", "company", "updated", "effective")}
    assert found == {
        "file": "某商店",
        "source": "listing",
        "title": "向日葵隐私政策",
        "company": "甲科技有限公司",
        "updated": "2026-01-02",
        "effective": None,
    }
