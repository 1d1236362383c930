from __future__ import annotations

import json

from mingcha.policy.thirdparties import MAX_PARTIES, first_parties
from mingcha.policy.wire import merge, prepare, read_file


def test_a_file_and_its_list_as_one() -> None:
    prepare()
    policy = read_file("我们使用了极光推送SDK，会收集您的IMEI。".encode(), "p.txt")
    listed = read_file("SDK名称：极光推送\n用途：推送\n收集信息：MAC地址\n隐私政策：https://j.cn".encode(), "list.txt")
    found = merge([policy, listed])
    assert json.loads(json.dumps(found)) == found
    assert [file["name"] for file in found["files"]] == ["p.txt", "list.txt"]
    assert [(item["data_type"], item["file"]) for item in found["disclosures"]] == [("imei", "p.txt"), ("mac_address", "list.txt")]
    (row,) = found["sdks"]
    assert (row["sdk"], row["data_types"], row["purpose"], row["link"], row["complete"]) == (
        "jpush", ["imei", "mac_address"], "推送", "https://j.cn", True,
    )  # fmt: skip


def test_third_parties_of_many_lists_keep_to_the_limit() -> None:
    lists = [
        read_file("".join(f"我们使用厂商{letter}{number}号SDK。" for number in range(MAX_PARTIES // 2 + 1)).encode(), f"{letter}.txt")
        for letter in "甲乙"
    ]
    found = merge(lists)
    assert len(found["sdks"]) == MAX_PARTIES
    assert found["limits"] == [{"zh": first_parties().zh, "en": first_parties().en, "file": "乙.txt"}]
