"""The menu: what a person may open, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.urls import resolve, reverse

from mingcha.model import Text
from mingcha.platform.office.access import may_open, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Group, then (address name, title). Who sees an item is what its page declares.
_GROUPS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (
        Text("工作台", "Work"),
        (("start", Text("待办", "To do")),),
    ),
    (
        Text("案件", "Cases"),
        (
            ("leads", Text("线索", "Leads")),
            ("cases", Text("案件", "Cases")),
            ("notices", Text("通报", "Notices")),
            ("documents", Text("文书", "Documents")),
            ("lists", Text("不良名单", "Bad list")),
            ("figures", Text("统计", "Figures")),
        ),
    ),
    (
        Text("检测", "Testing"),
        (
            ("upload", Text("上传安装包", "Upload")),
            ("scans", Text("自动检测", "Scans")),
            ("findings", Text("检测问题", "Findings")),
            ("tests", Text("检测任务", "Tests")),
            ("batches", Text("批量检测", "Batches")),
        ),
    ),
    (
        Text("登记", "Registry"),
        (
            ("apps", Text("应用", "Apps")),
            ("sdks", Text("SDK", "SDKs")),
            ("listings", Text("上架信息", "Listings")),
        ),
    ),
    (
        Text("管理", "Administration"),
        (
            ("bodies", Text("单位", "Bodies")),
            ("users", Text("用户", "Users")),
            ("calendar", Text("工作日历", "Working days")),
            ("log", Text("事件日志", "Event log")),
            ("queue", Text("任务队列", "Queue")),
            ("account", Text("我的账号", "My account")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu."""

    title: Text
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    title: Text
    items: tuple[Item, ...]


def menu(request: HttpRequest) -> tuple[Group, ...]:
    """Return the groups that have something for the person; the entry whose page (or a page below it) is open is marked."""
    user = person(request)
    groups = []
    for title, entries in _GROUPS:
        items = []
        for name, words in entries:
            address, view = _page(name)
            if may_open(view, user):
                here = request.path == address or (name != "start" and request.path.startswith(address))
                items.append(Item(words, address, here))
        if items:
            groups.append(Group(title, tuple(items)))
    return tuple(groups)


@cache
def _page(name: str) -> tuple[str, Callable[..., Any]]:
    """Return a page's address and view, which do not change while the site runs."""
    address = reverse(f"office:{name}")
    return address, resolve(address).func
