"""Parts that several documents have: the annex of apps, and the remark on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.reports.blocks import Column, Table

if TYPE_CHECKING:
    from mingcha.platform.documents.content import App, Stamp

# The columns of the public notices, and the shares of the width that their texts need.
COLUMNS = (
    Column("序号", 7),
    Column("应用名称", 14),
    Column("应用开发者", 22),
    Column("应用来源", 15),
    Column("应用版本", 12),
    Column("所涉问题", 30),
)
DRAFT = "【拟稿，未签发，不具效力】"


def app_table(apps: tuple[App, ...]) -> Table:
    """Return the annex table of public notices; an app's problems stand on lines of its row."""
    rows = ((app.name, app.developer, app.source or "/", app.version or "/", "\n".join(app.problems)) for app in apps)
    return Table(COLUMNS, tuple((str(number), *row) for number, row in enumerate(rows, 1)))


def draft_mark(stamp: Stamp) -> str:
    """Return what stands above a draft, so that it cannot be taken for the document; empty once it is issued."""
    return DRAFT if stamp.is_draft else ""
