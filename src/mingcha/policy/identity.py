"""Whose policy a text is and when it was changed last, as its beginning and its dates say: what versions of one policy share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.policy.document import Document

_TITLE = re.compile(
    r"隐私(?:权)?(?:保护)?(?:政策|声明|指引|条款|协议)|个人信息(?:保护|处理)(?:政策|规则|声明)|privacy (?:policy|notice|statement)",
    re.IGNORECASE,
)
# Other documents on privacy, of which a package holds several beside the policy itself.
_OTHER = re.compile(r"儿童|未成年|青少年|SDK|清单|目录|第三方|摘要|概要|简|用户协议|服务|注册|child|list|summary", re.IGNORECASE)
_COMPANY = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff（）()]{2,24}?(?:有限责任公司|股份有限公司|有限公司)")
_LED = re.compile(r"^(?:本[^由]{0,10}由|是由|系由|是指|[由指系是与为])(?=.{6})")
_DATE = re.compile(
    r"(?P<kind>更新|修订|发布|生效|施行|实施|last updated|effective)(?:日期|时间|日| date)?\s{0,3}(?:[:：]|为|于|on)?\s{0,3}"
    r"(?P<year>20\d{2})\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})",
    re.IGNORECASE,
)
_EFFECT = frozenset({"生效", "施行", "实施", "effective"})
_SENTENCE = re.compile("[。，；：,;]|: ")
_BLOCKS, _LONGEST, _BEGINNING = 12, 60, 2_000


@dataclass(frozen=True, slots=True)
class Identity:
    """The title, the first company that is named, and the dates of the last change and of taking effect (YYYY-MM-DD); None: not told."""

    title: str
    company: str | None
    updated: str | None
    effective: str | None


def identify(document: Document) -> Identity | None:
    """Return whose policy a document is; None when its first lines hold no title of a privacy policy, or of another document on privacy."""
    title = next((line for line in _first_lines(document) if _TITLE.search(line)), None)
    if title is None or _OTHER.search(title):
        return None
    dates: dict[bool, str] = {}
    for found in _DATE.finditer(document.text):
        month, day = int(found["month"]), int(found["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004 - a calendar
            dates.setdefault(found["kind"].lower() in _EFFECT, f"{found['year']}-{month:02}-{day:02}")
    company = _COMPANY.search(document.text, 0, _BEGINNING)
    return Identity(title, _LED.sub("", company.group()) if company else None, dates.get(False), dates.get(True))


def _first_lines(document: Document) -> list[str]:
    lines = (document.text[block.start : block.end].strip(" \t*#\r\n") for block in document.blocks[:_BLOCKS])
    return [line for line in lines if len(line) <= _LONGEST and not _SENTENCE.search(line)]
