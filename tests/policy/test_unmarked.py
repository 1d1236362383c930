from __future__ import annotations

import pytest

from mingcha.policy.reader import read_text
from mingcha.policy.unmarked import find_unmarked

HEAD = "# 隐私政策\n我们会收集您的**位置信息**。\n\n| SDK名称 | 使用目的 | 收集的信息 | 隐私政策链接 |\n|---|---|---|---|\n"


def unmarked(data: str, purpose: str = "推送", head: str = HEAD) -> list[tuple[str, str]]:
    policy = read_text(f"{head}| 极光推送SDK | {purpose} | {data} | https://a.cn/p |\n")
    found = find_unmarked(policy)
    assert all(policy.document.text[each.start : each.end].strip() == each.quote for each in found)
    return [(each.name, each.data_type) for each in found]


def test_a_sensitive_type_in_plain_letters_is_unmarked() -> None:
    assert unmarked("IMEI、位置信息、人脸信息") == [("极光推送", "location"), ("极光推送", "face")]
    assert unmarked("IMEI、**位置信息**、人脸信息") == [("极光推送", "face")]


@pytest.mark.parametrize("data", ["IMEI、MAC地址", "**IMEI、位置信息**", "IMEI、位置信息（敏感个人信息）"])
def test_what_is_pointed_out_or_not_sensitive_is_left(data: str) -> None:
    assert unmarked(data) == []


def test_a_document_that_emphasises_nothing_tells_nothing() -> None:
    assert unmarked("IMEI、位置信息", head=HEAD.replace("**", "")) == []
