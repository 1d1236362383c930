"""Words, states, links and days in templates; loaded everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.html import format_html

from mingcha.platform.people.regions import region_name
from mingcha.platform.words import choose, listed, many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from mingcha.model import Text
    from mingcha.platform.office.table import Column, Table

register = template.Library()
register.filter("listed", listed)
register.filter("region", region_name)
_BRIEF = 16  # characters of a number or hash that is not broken


@register.simple_tag
def t(zh: str, en: str) -> str:
    """Return the words in the language of the request."""
    return choose(zh, en)


@register.simple_tag
def counted(count: int, *, at_least: bool = False) -> str:
    """Return how many rows a list has; `at_least` where counting stopped."""
    rows = many(count, "row")
    return choose(f"至少 {count} 条", f"at least {rows}") if at_least else choose(f"共 {count} 条", rows)


@register.simple_tag
def number(count: int, zh: str, one: str, more: str = "") -> str:
    """Return a number with what it counts."""
    return choose(f"{count} {zh}", many(count, one, more))


@register.filter
def text(value: Text | str | None) -> str:
    """Return a Text in the language of the request; anything else as it is."""
    if value is None:
        return ""
    return value if isinstance(value, str) else choose(value.zh, value.en)


@register.filter
def attribute(row: Any, name: str) -> Any:
    """Return an attribute or key of a row; following dots."""
    for part in name.split("."):
        row = row.get(part) if isinstance(row, dict) else getattr(row, part, None)
        if callable(row):
            row = row()
    return row


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """Return the address' query with changes; an empty value takes a key away."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


# State or verdict → tone of its badge.
_TONES = {
    "violated": "bad", "suspected": "warn", "not-found": "good", "not-tested": "mute", "not-applicable": "mute",
    "serious": "bad", "general": "warn", "note": "mute",
    "confirmed": "bad", "rejected": "mute", "open": "warn",
    "queued": "mute", "running": "info", "done": "good", "failed": "bad", "cancelled": "mute",
    "accepted": "info", "assigned": "info", "testing": "info", "review": "info", "recheck": "info", "recheck-review": "info",
    "ordered": "warn", "answered": "info", "overdue": "bad", "unrectified": "bad",
    "notice-proposed": "warn", "notice-approved": "warn", "noticed": "bad",
    "delist-proposed": "warn", "delist-ordered": "bad", "delisted": "bad", "relisting": "info", "access-stopped": "bad",
    "penalty-filed": "warn", "penalty-notified": "warn", "penalty-proposed": "warn", "penalised": "bad",
    "bad-listed": "bad", "dishonesty-listed": "bad",
    "no-problem": "good", "rectified": "good", "relisted": "good", "listed": "good", "search-banned": "bad",
    "draft": "warn", "issued": "good", "withdrawn": "mute",
    "new": "warn", "merged": "mute", "submitted": "info", "returned": "warn", "upheld": "good",
}  # fmt: skip


@register.simple_tag
def badge(value: str, label: Any) -> SafeString:
    """Return a state as a badge; its colour never says more than its words."""
    return format_html('<span class="badge badge-{}">{}</span>', _TONES.get(str(value), "mute"), label)


@register.simple_tag
def sentence(finding: Any, part: str = "sentence") -> str:
    """Return a finding's sentence or remedy in the language of the request."""
    return choose(getattr(finding, f"{part}_zh"), getattr(finding, f"{part}_en"))


@register.simple_tag
def total(rows: Iterable[Any], column: Column) -> int:
    """Return the sum of a column of numbers over the rows."""
    return sum(attribute(row, column.value) for row in rows if isinstance(column.value, str))


@register.simple_tag
def address(table: Table, row: Any) -> str:
    """Return where a row of a table leads."""
    return table.address(row) if table.address else ""


@register.simple_tag
def cell(row: Any, column: Column) -> SafeString | str:
    """Return what a column shows of a row; the same words as in an export."""
    from mingcha.platform.office.export import cell as plain  # noqa: PLC0415 - exports use `attribute` of this module

    words = plain(row, column)
    if not words:
        return ""
    if column.kind == "badge" and isinstance(column.value, str):
        return badge(attribute(row, column.value), words)
    if column.kind == "mono":
        return format_html('<code class="brief">{}</code>' if len(words) <= _BRIEF else "<code>{}</code>", words)
    if column.kind == "due":
        if words >= timezone.localdate().isoformat():
            return format_html('<span class="brief">{}</span>', words)
        late = '<span class="late"><span class="brief">{}</span> <span class="brief">{}</span></span>'
        return format_html(late, words, choose("（已逾期）", "(overdue)"))
    return words
