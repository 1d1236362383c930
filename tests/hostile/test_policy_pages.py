"""No page costs more than its size allows: two million characters are read or refused within the limits of a confined child."""

from __future__ import annotations

import json
import time
from functools import cache

import pytest
from tests.hostile.policy_pages import pages

from mingcha.policy.acquire import MAX_TEXT
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.reader import MAX_DISCLOSURES
from mingcha.policy.thirdparties import MAX_PARTIES
from mingcha.policy.wire import prepare, read_file

# CPU time of a hostile page ÷ that of an ordinary policy as long: of the largest page, and of one of a tenth of its size.
LARGEST, SHARE = 2.5, 5.0
ORDINARY = """## 一、我们如何收集和使用您的个人信息
为了向您提供登录服务，我们会收集您的手机号码和设备信息。当您使用地图功能时，在您授权同意后，我们会收集您的位置信息，用于推荐附近的门店。您可以在系统设置中关闭该权限。
### 1.1 第三方SDK
我们接入了友盟SDK，由友盟同欣（北京）科技有限公司提供，用于统计分析，收集设备标识符、MAC地址。
我们将在15个工作日内答复您的请求。如您不同意，我们不会收集您的通讯录。
"""
PAGES = pages(MAX_TEXT // 10)
MAX_JSON = 16 << 20
# The dearest of them, by what makes them so: dense sentences, names, links, rows.
DEAREST = (
    "one sentence",
    "semicolons",
    "conditions",
    "a list of SDKs in quotes",
    "different SDKs",
    "names with addresses",
    "links of a page",
)


def cost(data: bytes) -> float:
    """Return the CPU seconds of reading a page; the result keeps to its limits."""
    start = time.process_time()
    try:
        found = read_file(data, "p.html" if data.startswith(b"<html") else "p.md")
    except UnreadablePolicyError:
        return time.process_time() - start
    seconds = time.process_time() - start
    assert len(found["disclosures"]) <= MAX_DISCLOSURES
    assert len(found["sdks"]) <= MAX_PARTIES
    assert len(json.dumps(found, ensure_ascii=False).encode()) <= MAX_JSON
    return seconds


@cache
def ordinary(size: int) -> float:
    """Return the CPU seconds of an ordinary policy of so many characters."""
    prepare()
    page = (ORDINARY * (size // len(ORDINARY) + 1))[:size].encode()
    return max(cost(page) for _ in range(2))


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_within_its_share(name: str) -> None:
    assert cost(PAGES[name]) < SHARE * ordinary(MAX_TEXT // 10)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*DEAREST, "rows between pipes", "keys", "nested tables"])
def test_the_largest_page_is_read_within_its_time(name: str) -> None:
    assert cost(pages(MAX_TEXT)[name]) < LARGEST * ordinary(MAX_TEXT)


def test_what_is_left_out_of_a_page_is_told() -> None:
    parties = read_file(pages(MAX_TEXT)["different SDKs"], "p.md")
    assert len(parties["sdks"]) == MAX_PARTIES
    assert {limit["en"] for limit in parties["limits"]} >= {
        "only the first 800000 characters were read",
        "only the first 2000 third parties were kept",
        "only the first 5000 statements were kept",
    }
