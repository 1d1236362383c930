"""Parts that several documents have: the annex of apps, what an officer has written, and the remark on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.reports.blocks import Column, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import App, Stamp

# The columns of the public notices, and the shares of the width that their texts need.
COLUMNS = (
    Column("序号", 7),
    Column("应用名称", 14),
    Column("应用开发者", 22),
    Column("应用来源", 16),
    Column("应用版本", 12),
    Column("所涉问题", 29),
)
# The same where no problem is left to tell of.
LIST_COLUMNS = (Column("序号", 8), Column("应用名称", 22), Column("应用开发者", 32), Column("应用来源", 22), Column("应用版本", 16))
DRAFT = "【拟稿，未签发，不具效力】"


def app_table(apps: tuple[App, ...]) -> Table:
    """Return the annex table of public notices; an app's problems stand on lines of its row."""
    rows = ((app.name, app.developer, app.source or "/", app.version or "/", "\n".join(app.problems)) for app in apps)
    return Table(COLUMNS, tuple((str(number), *row) for number, row in enumerate(rows, 1)))


def app_list(apps: tuple[App, ...]) -> Table:
    """Return the annex table without problems."""
    rows = ((app.name, app.developer, app.source or "/", app.version or "/") for app in apps)
    return Table(LIST_COLUMNS, tuple((str(number), *row) for number, row in enumerate(rows, 1)))


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield what an officer has written, a paragraph for each line; empty lines are left out."""
    return (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def draft_mark(stamp: Stamp) -> str:
    """Return what stands above a draft, so that it cannot be taken for the document; empty once it is issued."""
    return DRAFT if stamp.is_draft else ""
