"""How a clause of the catalogue is cited in a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.platform.documents.paper import numeral

if TYPE_CHECKING:
    from mingcha.catalogue import Clause

_DAY = re.compile(r"（\d{4}-\d{2}-\d{2}[^）]*）")
# Documents that are cited by their number or order, not by a title in brackets.
_NUMBERED = re.compile(r"^(工信部|国信办|工业和信息化部令)")
_TASKS = 3  # part 三 of 工信部信管函〔2020〕164号 holds the ten items


def cite(clause: Clause) -> str:
    """Return the clause as an order names it: 工信部信管函〔2020〕164号第三部分第1项（违规收集个人信息）, 《个人信息保护法》第17条."""
    source = _DAY.sub("", clause.source).strip()
    place = clause.id.removeprefix(f"{clause.notice}-")
    if clause.notice == "MIIT-2020":
        return f"{source}第{numeral(_TASKS)}部分第{place}项（{clause.title.zh}）"
    if clause.notice == "MIIT-2023":
        part, item = place.split(".")
        return f"{source}第{numeral(int(part))}部分第{item}项（{clause.title.zh}）"
    if clause.notice == "CAC-191":
        article, item = place.split(".")
        return f"{source}第{numeral(int(article))}条第{item}项"
    name, _, article = source.partition(" ")
    return (name if _NUMBERED.match(name) else f"《{name}》") + article
