"""The navigation of the public site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingcha.model import Text
from mingcha.platform.office.menu import Item

if TYPE_CHECKING:
    from django.http import HttpRequest

_PAGES = (
    ("home", Text("首页", "Home")),
    ("notices", Text("通报", "Notices")),
    ("sdks", Text("SDK登记", "SDK registry")),
    ("complain", Text("投诉举报", "Complain")),
    ("outcome", Text("查询办理进度", "Your complaint")),
    ("verify", Text("文书查验", "Verify")),
    ("help", Text("帮助", "Help")),
)


def nav(request: HttpRequest) -> tuple[Item, ...]:
    """Return the pages that everybody may open; the one that is open, or a page below it, is marked."""
    items = []
    for name, title in _PAGES:
        address = reverse(f"portal:{name}")
        here = request.path == address or (name != "home" and request.path.startswith(address))
        items.append(Item(title, address, here))
    return tuple(items)
