"""Tables of SDKs, of permissions and of data: what each column holds, and each row as a record."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import section
from mingcha.policy.normalise import normal_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.policy.document import Cell, Document, Table

_WIDEST = 60
_LONGEST_NAME = 120
_PUNCTUATION = re.compile(r"[\s*:()/、_\-|\"]|&nbsp;")
_ORDINAL = re.compile(r"序号|编号|no\.?|\d*")


@dataclass(frozen=True, slots=True)
class Field:
    """What a record says in one of its roles, and where: [start, end) in the document's text."""

    text: str
    start: int
    end: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table, or a block of key–value lines: its fields by role (name, company, purpose, data, link …)."""

    fields: Mapping[str, Field]
    source: str

    @property
    def is_sdk(self) -> bool:
        """Whether it names a third party together with its data or purpose."""
        return ("name" in self.fields or "company" in self.fields) and ("data" in self.fields or "purpose" in self.fields)

    @property
    def party(self) -> Field | None:
        """The field that names the third party."""
        return self.fields.get("name") or self.fields.get("company")

    @property
    def told(self) -> tuple[Field, ...]:
        """The fields whose words are data by themselves."""
        return tuple(self.fields[role] for role in ("data", "permission") if role in self.fields)


@functools.cache
def _headers() -> tuple[Mapping[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    exact = {plain_header(name): role for role, names in section("third_party", "table_headers").items() for name in names}
    loose = tuple((role, re.compile(pattern)) for role, pattern in section("table_headers_loose").items())
    return exact, loose


def plain_header(text: str) -> str:
    """Return a header without blanks and punctuation, in normal form."""
    return _PUNCTUATION.sub("", normal_term(text[:_WIDEST]))


def role(header: str) -> str | None:
    """Return what a column or key holds, by its header; None when it is not known."""
    plain = plain_header(header)
    if not plain or _ORDINAL.fullmatch(plain):
        return None
    exact, loose = _headers()
    for name in (plain, plain.removeprefix("第三方"), plain.removeprefix("合作"), plain.removeprefix("使用")):
        if found := exact.get(name):
            return found
    return next((found for found, pattern in loose if pattern.search(plain)), None)


def roles(document: Document, header: tuple[Cell, ...]) -> list[str | None]:
    """Return the role of each column; where two columns are names, the second is the company or the purpose."""
    found = [role(document.text[cell.start : cell.end]) for cell in header]
    names = [index for index, each in enumerate(found) if each == "name"]
    if len(names) > 1:
        titles = [plain_header(document.text[header[index].start : header[index].end]) for index in names]
        keep = next((index for index, title in zip(names, titles, strict=True) if "sdk" in title), names[0])
        for index in names:
            if index != keep:
                found[index] = "company" if "company" not in found else None
    if "name" not in found and "company" not in found and "permission" not in found and "data" in found and found[0] is None:
        found[0] = "name" if "第三方" in plain_header(document.text[header[0].start : header[0].end]) else None
    return found


def read_table(document: Document, table: Table) -> list[Record]:
    """Return the rows of a table as records; none when its header says nothing of third parties, permissions or data."""
    header, *rows = table.rows
    columns = roles(document, header)
    known = {each for each in columns if each}
    if not ({"name", "company", "permission", "data"} & known and len(known) > 1):
        return []
    records = []
    for row in rows:
        fields: dict[str, Field] = {}
        for each, cell in zip(columns, row, strict=False):
            text = document.text[cell.start : cell.end]
            if each and text.strip(" -—/无*"):
                field = Field(text, cell.start, cell.end, cell.link)
                fields[each] = _joined(document, fields[each], field) if each in fields else field
        linked = next((cell for cell in row if cell.link), None)
        if "link" not in fields and linked is not None:
            fields["link"] = Field(document.text[linked.start : linked.end], linked.start, linked.end, linked.link)
        # A layout table holds whole paragraphs where a list has names.
        if fields and not any(len(fields[role].text) > _LONGEST_NAME for role in ("name", "company") if role in fields):
            records.append(Record(fields, "table"))
    return records


def _joined(document: Document, first: Field, second: Field) -> Field:
    if second.start < first.end:
        return first
    between = document.text[first.start : second.end]
    text = between if len(between) <= len(first.text) + len(second.text) + _WIDEST else f"{first.text} {second.text}"
    return Field(text, first.start, second.end, first.link or second.link)
