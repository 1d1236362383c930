"""The fixed words: every member of every enumeration has its words, and clauses are cited as officers do."""

from __future__ import annotations

import pytest

from mingcha.catalogue import load
from mingcha.facts.schema import TABLES
from mingcha.model import CoverageState, Grade, StartState, Text, Verdict
from mingcha.reports import words


def test_every_member_has_words() -> None:
    assert set(words.VERDICTS) == set(words.VERDICT_MEANINGS) == set(Verdict)
    assert set(words.GRADES) == set(Grade)
    assert set(words.START_STATES) == set(words.SHORT_START_STATES) == set(StartState)
    assert set(words.COVERAGE_STATES) == set(CoverageState)


def test_official_terms() -> None:
    assert [words.VERDICTS[verdict].zh for verdict in Verdict] == ["违规", "疑似", "未发现", "未检测", "不适用"]
    assert [words.GRADES[grade].zh for grade in Grade] == ["严重", "一般", "提示"]
    assert words.START_STATES[StartState.AT_START] == Text("启动时，未见同意检查", "at start, no consent check seen")


def test_every_kind_of_coverage_has_words() -> None:
    kinds = next(column.doc for column in TABLES["coverage"].columns if column.name == "kind")
    assert [kind for kind in kinds.split(", ") if kind not in words.EVIDENCE_KINDS] == []


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("MIIT-2020-10", "164号第10项", "164/2020 no. 10"),
        ("MIIT-2023-1.4", "26号一·4", "26/2023 no. 1.4"),
        ("MIIT-2023-2.14", "26号二·14", "26/2023 no. 2.14"),
        ("CAC-191-3.1", "191号三·1", "191/2019 no. 3.1"),
        ("PIPL-17", "个人信息保护法第17条", "PIPL art. 17"),
        ("NO-9", "NO-9", "NO-9"),
    ],
)
def test_clause_reference(clause: str, zh: str, en: str) -> None:
    assert words.clause_reference(clause) == Text(zh, en)


def test_every_clause_of_the_catalogue_has_a_name() -> None:
    assert [clause for clause in load().clauses if words.clause_reference(clause) == Text(clause, clause)] == []


def test_cite_puts_clauses_of_one_part_together() -> None:
    cited = words.cite(["MIIT-2020-1", "MIIT-2023-1.8", "MIIT-2020-5", "MIIT-2023-1.10", "MIIT-2023-2.3"])
    assert cited == Text("164号第1、5项；26号一·8、10；26号二·3", "164/2020 no. 1, 5; 26/2023 no. 1.8, 1.10; 26/2023 no. 2.3")


def test_joined_says_each_thing_once() -> None:
    assert words.joined(Text("未提供", "not given")) == "未提供 / not given"
    assert words.joined(Text("AndroidManifest.xml", "AndroidManifest.xml")) == "AndroidManifest.xml"
    assert words.joined(Text("", "only")) == "only"
    assert words.joined(Text("", "")) == ""


def test_pick_and_known() -> None:
    assert words.pick(Text("一", "one"), "en") == "one"
    assert words.pick(Text("一", "one"), "zh") == "一"
    assert words.known(words.EVIDENCE_KINDS, "code") == Text("代码", "code")
    assert words.known(words.EVIDENCE_KINDS, "other") == Text("other", "other")
