from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import TESTER, Play
from tests.platform.world import handed_in

from mingcha.platform.casework.papers import visible_documents
from mingcha.platform.documents.issue import IssueError, issue, read
from mingcha.platform.testing.laboratory import can_draft, draft_lab_report, lab_reports

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_lab_issues_its_report_of_a_test_that_was_handed_in(world: World, example_report: str) -> None:
    told = json.loads(example_report)["package"]["sha256"]
    report = example_report.replace(told, hashlib.sha256(b"a package").hexdigest())
    scan = handed_in(report, by=world[TESTER])
    play = Play(world)
    play.do("assign", "beijing:officer", lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    test = play.case.test
    assert test is not None
    test.version, test.scan = scan.version, scan
    test.save()
    with pytest.raises(IssueError, match="现在不能"):
        draft_lab_report(test, client="北京市通信管理局", actor=world[TESTER], at=play.at)
    play.case.refresh_from_db()
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    test.refresh_from_db()
    assert not can_draft(test, world["other-lab:tester"])
    assert not can_draft(test, world["beijing:officer"])
    document = draft_lab_report(test, client="北京市通信管理局", actor=world[TESTER], at=play.at)
    assert not can_draft(test, world[TESTER])
    readers = {name for name, user in world.people.items() if visible_documents(user).filter(pk=document.pk).exists()}
    assert readers == {TESTER}
    document = issue(document=document, actor=world[TESTER], at=play.at, on=play.on)
    assert list(lab_reports(test)) == [document]
    assert read(document, "pdf").startswith(b"%PDF-")
    readers = {name for name, user in world.people.items() if visible_documents(user).filter(pk=document.pk).exists()}
    ministry = {"ministry:officer", "ministry:decider", "ministry:auditor"}
    assert readers == {TESTER, "beijing:officer", "beijing:decider"} | ministry
