"""The annexes of the laboratory report: accesses, SDKs, permissions, components, certificates, method and versions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.reports import json, view, words
from mingcha.reports.blocks import Block, Column, Heading, PageBreak, Paragraph, Table
from mingcha.reports.lab_words import ANNEXES, TABLES
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mingcha.model import Report
    from mingcha.reports.names import Names

MAX_ROWS = 300
MAX_TEXT = 200

_Rows = list[tuple[str, ...]]


def annexes(report: Report, names: Names, lang: str) -> Iterator[Block]:
    """Yield the six annexes; a list longer than MAX_ROWS says how much is left to the JSON report."""

    def say(text: Text) -> str:
        return words.pick(text, lang)

    yield PageBreak()
    for key, make in _LISTS.items():
        yield Heading(1, say(ANNEXES[key]))
        columns, rows = make(report, names, say)
        if not rows:
            yield Paragraph(say(words.LABELS["none"]))
            continue
        yield Table(tuple(columns), tuple(rows[:MAX_ROWS]))
        if len(rows) > MAX_ROWS:
            yield Paragraph(say(words.more(len(rows) - MAX_ROWS)), small=True)
    yield Heading(1, say(ANNEXES["method"]))
    yield Table((Column("", 22), Column("", 78)), tuple(_method(report, say)), headed=False)


def _accesses(report: Report, names: Names, say: Callable[[Text], str]) -> tuple[list[Column], _Rows]:
    states = words.START_STATE_ORDER
    columns = [Column(say(TABLES["data"]), 26), Column(say(words.LABELS["owner"]), 29)]
    columns += [Column(say(words.SHORT_START_STATES[state]), 9) for state in states]
    rows: _Rows = [
        (
            shorten(say(row.subject), 80),
            shorten(say(names.owner(row.owner)), 80),
            *(str(row.counts.get(state) or "—") for state in states),
        )
        for row in view.access_rows(report.accesses, names)
    ]
    return columns, rows


def _sdks(report: Report, names: Names, say: Callable[[Text], str]) -> tuple[list[Column], _Rows]:
    columns = [
        Column(say(TABLES["name"]), 26),
        Column(say(TABLES["vendor"]), 31),
        Column(say(TABLES["version"]), 13),
        Column(say(TABLES["confidence"]), 11),
        Column("ID", 19),
    ]
    rows: _Rows = [
        (say(sdk.name), names.vendor(sdk.id) or "—", shorten(sdk.version or "—", 40), f"{sdk.confidence:.2f}", sdk.id)
        for sdk in report.sdks
    ]
    return columns, rows


def _permissions(report: Report, names: Names, say: Callable[[Text], str]) -> tuple[list[Column], _Rows]:
    columns = [
        Column(say(TABLES["permission"]), 52, code=True),
        Column(say(TABLES["family"]), 16),
        Column(say(TABLES["level"]), 14),
        Column(say(TABLES["owner"]), 18),
    ]
    rows: _Rows = [
        (
            shorten(permission.name, MAX_TEXT),
            say(family) if (family := names.family(permission.group_zh)) else "—",
            say(words.known(words.PERMISSION_LEVELS, level)),
            shorten(say(names.owner(permission.owner)), 80),
        )
        for level, found in view.permissions_by_level(report.permissions).items()
        for permission in found
    ]
    return columns, rows


def _components(report: Report, names: Names, say: Callable[[Text], str]) -> tuple[list[Column], _Rows]:
    columns = [
        Column(say(TABLES["type"]), 15),
        Column(say(TABLES["class"]), 55, code=True),
        Column(say(TABLES["exported"]), 10),
        Column(say(words.LABELS["owner"]), 20),
    ]
    yes, no = Text("是", "yes"), Text("否", "no")
    ordered = sorted(report.components, key=lambda component: not component.exported)
    rows: _Rows = [
        (
            say(words.known(words.COMPONENT_TYPES, component.type)),
            shorten(component.cls, MAX_TEXT),
            say(yes if component.exported else no),
            shorten(say(names.owner(component.owner)), 80),
        )
        for component in ordered
    ]
    return columns, rows


def _certificates(report: Report, _names: Names, say: Callable[[Text], str]) -> tuple[list[Column], _Rows]:
    label = words.LABELS
    columns = [Column(say(TABLES["subject"]), 34), Column(say(TABLES["schemes"]), 22), Column(say(TABLES["digest"]), 44, code=True)]
    rows: _Rows = []
    for found in view.certificates(report.signers):
        states = [(found.valid, label["valid"]), (found.invalid, label["invalid"])]
        marks = [f"{'+'.join(schemes)} {say(state)}" for schemes, state in states if schemes]
        marks += [say(label["debug_key"])] if found.debug else []
        marks += [shorten(error, MAX_TEXT) for error in found.errors[:3]]
        digest = found.sha256 or "—"
        rows.append((shorten(found.subject or "—", MAX_TEXT), "\n".join(marks), "\n".join(filter(None, (digest[:32], digest[32:])))))
    return columns, rows


def _method(report: Report, say: Callable[[Text], str]) -> Iterator[tuple[str, str]]:
    tool = report.tool
    yield say(ANNEXES["approach"]), say(ANNEXES["approach_how"])
    yield say(ANNEXES["tool"]), f"{say(words.LABELS['tool'])} {tool.version}"
    yield say(ANNEXES["rules"]), tool.rules
    yield say(ANNEXES["catalogue"]), tool.catalogue
    yield say(ANNEXES["digest"]), hashlib.sha256(json.write(report).encode()).hexdigest()
    yield say(ANNEXES["replay"]), say(ANNEXES["replay_how"])


_LISTS: dict[str, Callable[[Report, Names, Callable[[Text], str]], tuple[list[Column], _Rows]]] = {
    "accesses": _accesses,
    "sdks": _sdks,
    "permissions": _permissions,
    "components": _components,
    "certificates": _certificates,
}
