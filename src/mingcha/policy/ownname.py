"""The app's and the company's own names in a policy: words of data in them (今日水印相机) say nothing of data."""

from __future__ import annotations

import re
from collections import Counter

_CALLED = re.compile(
    r"(?:以下|下)?(?:简)?称(?:为)?[:\s]?[\"《「]([^\"《》「」]{2,20})[\"》」]"
    r"|(?:使用|下载|欢迎)[\"《「]?([^\",。《》「」()]{2,16}?)[\"》」]?\((?:以下|下)?(?:简)?称"
    r"|欢迎(?:您|你)?(?:使用|下载|来到)[\"《「]?([^\",。《》「」的和及]{2,16})"
    r"|[\"《「]([^\"《》「」。,]{2,20})[\"》」](?:软件|app|应用|客户端|平台|产品|小程序)"
    r"|(?:^|\n)[《「]?([^\n《》「」:,。]{2,20}?)(?:用户|平台|软件|app)?(?:隐私|个人信息)(?:权)?(?:政策|协议|保护|声明|条款|指引)"
)
_TAIL = re.compile(r"(?:软件|app|应用|客户端|平台|产品|游戏|服务|用户)+$")
_NOT_NAMES = re.compile(r"我们|您|隐私|政策|协议|服务|信息|本|第三方|法|条款|未成年")
_LEAST = 2
_BEGINNING = 6000


def own_names(text: str) -> tuple[str, ...]:
    """Return the names that a policy calls its app and its company by, from its normalised text, longest first."""
    found: Counter[str] = Counter()
    for match in _CALLED.finditer(text[:_BEGINNING]):
        name = _TAIL.sub("", next(group for group in match.groups() if group).strip())
        if len(name) >= _LEAST and not _NOT_NAMES.search(name):
            found[name] += 1
    return tuple(sorted(found, key=lambda name: (-len(name), name))[:20])
