"""Cases: each walks through the declared steps of `casework.steps` by chance, from its opening until it ends or today is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.pages.size import CHINA, moment

from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.steps import STEPS
from mingcha.platform.people.models import BodyKind, Role

if TYPE_CHECKING:
    from bench.pages.apps import Apps
    from bench.pages.bodies import People
    from bench.pages.scans import Scans
    from bench.pages.size import Size

    from mingcha.platform.casework.step import Step

# How often a step is taken where it may be; 10 otherwise. What never happens by itself is taken elsewhere.
_OFTEN = {
    "fan-out": 0,
    "decide-appeal": 0,
    "appeal": 0.3,
    "extend": 0.3,
    "dismiss": 0.3,
    "return-test": 1,
    "return-proposal": 0.5,
    "lapse": 1,
    "clear": 3,
    "pass-recheck": 25,
    "propose-notice": 4,
    "file-penalty": 1,
    "propose-delisting": 4,
    "stop-access": 0.2,
    "list-dishonest": 0.2,
    "hear": 2,
}
_LABELS = ("违规收集个人信息", "超范围收集个人信息", "违规使用个人信息", "强制用户使用定向推送功能", "欺骗误导用户下载APP")
# Of each table: the rows of it that the cases leave.
_LEFT = ("test", "case_test", "order", "answer", "delisting", "penalty", "entry", "appeal")


@dataclass(slots=True)
class Case:
    """A case on its way."""

    id: int
    subject: str
    about: int | str
    bureau: int
    opened_on: date
    handler: int
    state: str = State.ACCEPTED
    due_on: date | None = None
    noticed_on: date | None = None
    delisted_on: date | None = None
    closed_on: date | None = None
    labels: tuple[str, ...] = ()
    test: int | None = None
    version: int | None = None
    title: str = ""
    number: str = ""


@dataclass(slots=True)
class Event:
    """One thing that happened, for the log."""

    at: datetime
    kind: str
    subject: str
    actor: int | None
    data: dict[str, Any]
    evidence: str = ""


@dataclass(slots=True)
class Cases:
    """The cases, what they leave in other tables (dictionaries of fields), and what happened in them, not yet in order."""

    rows: list[Case] = field(default_factory=list)
    left: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in _LEFT})
    notices: dict[tuple[int, str, int, int], list[Case]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


class Walk:
    """Takes cases through their steps."""

    def __init__(self, size: Size, people: People, apps: Apps, scans: Scans) -> None:
        self.size, self.people, self.apps, self.scans = size, people, apps, scans
        self.chance, self.cases = size.chance("cases"), Cases()
        self.moves: dict[str, tuple[list[Step], list[float]]] = {}
        for state in State.values:
            steps = [step for step in STEPS if state in step.moves]
            self.moves[state] = (steps, [_OFTEN.get(step.name, 10) for step in steps])
        self.tested = sorted(scans.of_app)

    def run(self) -> Cases:
        """Return all cases."""
        days = sorted(self.size.past_day(self.chance) for _ in range(self.size.cases))
        numbers: dict[int, int] = {}
        for key, day in enumerate(days, 1):
            numbers[day.year] = numbers.get(day.year, 0) + 1
            case = self._open(key, day)
            case.number = f"C-{day.year}-{numbers[day.year]:06d}"
            self.cases.rows.append(case)
            told = {"number": case.number, "title": case.title, "to": State.ACCEPTED.value, "on": day.isoformat()}
            self._say(case, "open", case.handler, day, told)
            self._live(case)
        return self.cases

    def _open(self, key: int, day: date) -> Case:
        chance, people = self.chance, self.people
        subject = chance.choices(("app", "sdk", "store"), (960, 30, 10))[0]
        bureau = people.bodies[BodyKind.MINISTRY][0]
        if subject == "app":
            about: int | str = chance.choice(self.tested)
            title = self.apps.names[about]
            if chance.random() < 0.85:
                bureau = people.bureaus[self.apps.regions[about]]
        elif subject == "sdk":
            about = chance.choice(self.apps.sdks)
            title = str(about)
        else:
            about = chance.choice(people.bodies[BodyKind.STORE])
            title = people.body_names[about]
        return Case(key, subject, about, bureau, day, chance.choice(people.of(bureau, Role.OFFICER)), title=title)

    def _live(self, case: Case) -> None:
        day, chance = case.opened_on, self.chance
        while case.state not in CLOSED:
            steps, weights = self.moves[case.state]
            # Some cases lie for good; else no state would hold many.
            day += timedelta(days=1 + int(chance.expovariate(0.18)))
            if day > self.size.today or chance.random() < 0.012:
                return
            step = chance.choices(steps, weights)[0]
            actor = self._actor(case, step)
            before, case.state = case.state, step.moves[State(case.state)]
            left = getattr(self, f"_on_{step.name.replace('-', '_')}", None)
            told = {"from": before, "to": case.state, "on": day.isoformat(), "duty": step.duty}
            if left is not None:
                told |= left(case, day, actor) or {}
            if case.state in CLOSED:
                case.closed_on, case.due_on = day, None
            self._say(case, step.name, actor, day, {name: str(value) for name, value in told.items()})

    def _actor(self, case: Case, step: Step) -> int | None:
        people, chance, role = self.people, self.chance, step.roles[0]
        if step.duty in {"party", "store"}:
            body = self._party(case) if step.duty == "party" else chance.choice(people.bodies[BodyKind.STORE])
            return people.of(body, Role.REPRESENTATIVE)[0] if body else None
        if role == Role.TESTER:
            lab = self.cases.left["test"][case.test - 1]["lab_id"] if case.test else people.bodies[BodyKind.LAB][0]
            return chance.choice(people.of(lab, role))
        if role == Role.REVIEWER:
            return chance.choice(people.of(people.bodies[BodyKind.REVIEW][0], role))
        return case.handler if role == Role.OFFICER else chance.choice(people.of(case.bureau, role))

    def _party(self, case: Case) -> int | None:
        if case.subject == "app":
            return self.apps.operators[int(case.about)]
        return int(case.about) if case.subject == "store" else self.people.bodies[BodyKind.PROVIDER][0]

    def _say(self, case: Case, kind: str, actor: int | None, day: date, data: dict[str, Any]) -> None:
        self.cases.events.append(Event(moment(day, self.chance), kind, f"case:{case.id}", actor, data))

    def _leave(self, table: str, case: Case, **fields: Any) -> dict[str, Any]:
        rows = self.cases.left[table]
        row = {"id": len(rows) + 1, "case_id": case.id, **fields}
        rows.append(row)
        return row

    def _test(self, case: Case, day: date, *, recheck: bool) -> None:
        known = self.scans.of_app.get(int(case.about), []) if case.subject == "app" else []
        scan = (
            (known[-1] if recheck else known[0])
            if known
            else self.chance.choice(self.scans.of_app[self.tested[case.id % len(self.tested)]])
        )
        rows = self.cases.left["test"]
        test = {
            "id": len(rows) + 1,
            "version_id": self.scans.versions[scan],
            "lab_id": self.chance.choice(self.people.bodies[BodyKind.LAB]),
            "state": "running" if recheck else "assigned",
            "scan_id": scan if recheck else None,
            "later": scan,
            "earlier_id": case.test if recheck else None,
            "assigned_at": datetime.combine(day, datetime.min.time(), CHINA),
        }
        rows.append(test)
        case.test, case.version = test["id"], test["version_id"]
        self._leave("case_test", case, test_id=case.test, recheck=recheck)

    def _set(self, case: Case, **fields: Any) -> None:
        if case.test:
            self.cases.left["test"][case.test - 1].update(fields)

    def _on_assign(self, case: Case, day: date, _actor: int | None) -> None:
        self._set(case, state="withdrawn")
        self._test(case, day, recheck=False)

    def _on_begin_test(self, case: Case, _day: date, actor: int | None) -> None:
        if case.test:
            self._set(case, state="running", tester_id=actor, scan_id=self.cases.left["test"][case.test - 1]["later"])

    def _on_submit_test(self, case: Case, day: date, actor: int | None) -> None:
        at = datetime.combine(day, datetime.min.time(), CHINA)
        self._set(case, state="submitted", tester_id=actor, submitted_at=at, conclusion="经检测，发现下列问题。")

    def _on_return_test(self, case: Case, _day: date, _actor: int | None) -> None:
        self._set(case, state="returned")

    def _on_confirm(self, case: Case, _day: date, actor: int | None) -> dict[str, Any]:
        self._accept(case, actor)
        case.labels = tuple(self.chance.sample(_LABELS, self.chance.randrange(1, 4)))
        return {"labels": "；".join(case.labels)}

    def _on_clear(self, case: Case, _day: date, actor: int | None) -> None:
        self._accept(case, actor)

    _on_pass_recheck = _on_fail_recheck = _on_clear

    def _accept(self, case: Case, actor: int | None) -> None:
        self._set(case, state="accepted", reviewer_id=actor)
        if case.test and actor and (scan := self.cases.left["test"][case.test - 1]["scan_id"]):
            self.scans.reviewers[scan] = actor

    def _on_order(self, case: Case, day: date, _actor: int | None) -> None:
        due = day + timedelta(days=9)
        served = day + timedelta(days=2) if self.chance.random() < 0.9 else None
        self._leave("order", case, ordered_on=day, served_on=served, suggested_on=served and due, due_on=served and due, served_how="post")
        case.due_on = due if served else None

    def _on_answer(self, case: Case, day: date, actor: int | None) -> None:
        if actor:
            self._leave("answer", case, version_id=case.version, text="已完成整改。", by_id=actor, at=moment(day, self.chance))

    def _on_recheck(self, case: Case, day: date, _actor: int | None) -> None:
        self._test(case, day, recheck=True)
        case.due_on = None

    def _on_publish(self, case: Case, day: date, _actor: int | None) -> None:
        self._announce(case, "notice", day)
        case.noticed_on, case.due_on = day, day + timedelta(days=7)

    def _announce(self, case: Case, kind: str, day: date) -> None:
        listed = self.cases.notices.setdefault((case.bureau, kind, day.year, day.month), [])
        if case not in listed[-1:]:
            listed.append(case)

    def _on_order_delisting(self, case: Case, day: date, _actor: int | None) -> None:
        if any(row["case_id"] == case.id for row in self.cases.left["delisting"][-30:]):
            return
        for store in sorted(self.chance.sample(self.people.bodies[BodyKind.STORE], self.chance.randrange(1, 6))):
            self._leave("delisting", case, store_id=store, ordered_on=day, done_on=None, receipt_at=None, receipt="")

    def _on_receipt(self, case: Case, day: date, _actor: int | None) -> None:
        case.delisted_on = day
        self._announce(case, "delisting", day)
        for row in self.cases.left["delisting"][-30:]:
            if row["case_id"] == case.id:
                row |= {"done_on": day, "receipt_at": moment(day, self.chance), "receipt": "已下架"}

    def _on_file_penalty(self, case: Case, day: date, _actor: int | None) -> None:
        if not any(row["case_id"] == case.id for row in self.cases.left["penalty"][-5:]):
            self._leave("penalty", case, filed_on=day, ground="未按要求整改。")

    def _on_list_bad(self, case: Case, day: date, _actor: int | None) -> None:
        if party := self._party(case):
            self._leave("entry", case, dishonesty=False, operator_id=party, ground="拒不整改", body_id=case.bureau, listed_on=day)

    def _on_appeal(self, case: Case, day: date, actor: int | None) -> None:
        if actor:
            self._leave("appeal", case, text="对认定有异议。", by_id=actor, at=moment(day, self.chance), state="rejected")
