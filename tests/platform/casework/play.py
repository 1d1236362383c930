"""Plays cases: who takes which step with what, from the lead on."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections
from tests.platform.world import AT, ON, World, scanned

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.evidence import StoredFile
from mingcha.platform.casework.models import Case, NoticeKind, Subject
from mingcha.platform.casework.notices import draft_notice, issue_notice
from mingcha.platform.casework.run import take
from mingcha.platform.casework.step import StepError
from mingcha.platform.files import store
from mingcha.platform.testing.models import ReviewState
from mingcha.platform.testing.review import failed_checks, review_findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingcha.platform.registry.models import Version

OFFICER, DECIDER, TESTER, REVIEWER = "beijing:officer", "beijing:decider", "lab:tester", "review:reviewer"
COMPANY, STORE = "operator:representative", "store:representative"


@dataclass
class Play:
    """One case of the world's app at 北京; the days go on as told."""

    world: World
    case: Case = field(init=False)
    on: date = ON
    at: datetime = AT

    def __post_init__(self) -> None:
        self.case = open_case(
            subject=Subject.APP, app=self.world.app, bureau=self.world.bodies["beijing"], actor=self.world[OFFICER], at=self.at, on=self.on
        )

    def go(self, days: int) -> None:
        """Let days pass."""
        self.on += timedelta(days=days)
        self.at += timedelta(days=days)

    def do(self, step: str, who: str | None, **data: Any) -> Case:
        """Take a step, and know the case as it then stands."""
        self.case = take(step, case=self.case, actor=self.world[who] if who else None, at=self.at, on=self.on, data=data)
        return self.case

    def proof(self, name: str = "store.png") -> StoredFile:
        """Return a file of the store, as a step takes it."""
        content = f"picture {name}".encode()
        return StoredFile(store().put(io.BytesIO(content)), name, len(content))

    def lapse(self) -> None:
        """Order to rectify, and let the time limit end without an answer."""
        self.order()
        self.go(10)
        self.do("lapse", None)

    def scan(self, *keys: str) -> None:
        """End the scan of the current test with these findings."""
        test = self.case.test
        assert test is not None
        scan = scanned(test.version, *keys)
        test.scan = scan
        test.save()

    def review(self, state: str = ReviewState.CONFIRMED, reason: str = "") -> None:
        """Say the same of all findings of the current test."""
        test = self.case.test
        assert test is not None
        test.refresh_from_db()
        assert test.scan is not None
        review_findings(
            test=test,
            findings=test.scan.findings.all(),
            checks=failed_checks(test),
            state=state,
            reason=reason,
            actor=self.world[REVIEWER],
            at=self.at,
        )

    def test(self, version: Version, *keys: str) -> None:
        """Have the version tested with these findings, up to the review."""
        self.do("assign", OFFICER, lab=self.world.bodies["lab"], version=version)
        self.do("begin-test", TESTER)
        self.scan(*keys)
        self.do("submit-test", TESTER, conclusion="见各项结论。")

    def order(self) -> None:
        """Bring a new case to an order to rectify that was served today."""
        self.test(self.world.version, "imei")
        self.review()
        self.do("confirm", REVIEWER, opinion="属实")
        self.do("order", DECIDER)
        self.do("serve", OFFICER, served_on=self.on, how="electronic")

    def fail_recheck(self, version: Version) -> None:
        """Recheck a version in which a problem is left."""
        self.do("recheck", OFFICER, lab=self.world.bodies["lab"], version=version)
        self.scan("imei")
        self.do("submit-test", TESTER, conclusion="仍存在问题。")
        self.review()
        self.do("fail-recheck", REVIEWER, opinion="未整改到位")

    def notice(self) -> None:
        """Name the case in a public notice; its time limit is in a week."""
        self.do("propose-notice", OFFICER, reason="逾期未整改")
        self.do("approve-notice", DECIDER)
        self.announce([self.case])
        self.case.refresh_from_db()

    def announce(self, cases: list[Case]) -> None:
        """Issue a public notice of cases that are approved for it; its time limit is in a week."""
        limit = self.on + timedelta(days=7)
        row = draft_notice(kind=NoticeKind.NOTICE, actor=self.world[OFFICER], cases=cases, at=self.at, deadline=limit)
        issue_notice(notice=row, actor=self.world[DECIDER], at=self.at, on=self.on)

    def notify_penalty(self) -> None:
        """Open the penalty procedure, and give the prior notice and serve it."""
        self.do("file-penalty", OFFICER, ground="逾期未整改，违反有关规定。", address="北京市海淀区某路1号")
        self.do("notify-penalty", OFFICER, intended="拟予警告，并处罚款二万元。", sanctions=["warning", "fine"], fine=20_000)
        self.do("serve-penalty", OFFICER, served_on=self.on, how="post", address="北京市海淀区某路1号")

    def propose_penalty(self, fine: int = 10_000) -> None:
        """Propose the penalty once the company's time has run out."""
        sanctions = ["warning", "fine"] if fine else ["warning"]
        told = {"content": "警告并罚款", "basis": "依据有关规定第二十三条。", "considered": "当事人的意见不成立，不予采纳。"}
        self.do("propose-penalty", OFFICER, sanctions=sanctions, fine=fine, **told)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do these things at the same moment, each with a connection of its own; return what each gave, or the StepError."""
    barrier = threading.Barrier(len(works))
    given: list[object] = [None] * len(works)

    def work(number: int) -> None:
        barrier.wait()
        try:
            given[number] = works[number]()
        except StepError as refused:
            given[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
