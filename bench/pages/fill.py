"""Everything into an empty database whose tables are there."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import starmap
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bench.pages.apps import digest, fill_apps
from bench.pages.bodies import fill_bodies
from bench.pages.cases import Case, Event, Walk
from bench.pages.load import bare, encode_row, fill
from bench.pages.scans import fill_findings, fill_scans, plan_scans
from bench.pages.size import moment
from django.db import connection

from mingcha.catalogue import load
from mingcha.platform.casework import models as casework
from mingcha.platform.documents.models import Document
from mingcha.platform.ledger.chain import ORIGIN, seal
from mingcha.platform.ledger.models import Counter, Entry, Head
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.testing.models import Batch, BatchRow, Check, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bench.pages.apps import Apps
    from bench.pages.bodies import People
    from bench.pages.cases import Cases
    from bench.pages.scans import Scans
    from bench.pages.size import Size

_LEFT = {
    "test": (
        Test,
        (
            "id",
            "version_id",
            "lab_id",
            "state",
            "scan_id",
            "earlier_id",
            "assigned_at",
            "tester_id",
            "reviewer_id",
            "submitted_at",
            "conclusion",
        ),
    ),
    "case_test": (casework.CaseTest, ("id", "case_id", "test_id", "recheck")),
    "order": (casework.Order, ("id", "case_id", "ordered_on", "served_on", "suggested_on", "due_on", "served_how")),
    "answer": (casework.Answer, ("id", "case_id", "version_id", "text", "by_id", "at")),
    "delisting": (casework.Delisting, ("id", "case_id", "store_id", "ordered_on", "done_on", "receipt_at", "receipt")),
    "penalty": (casework.Penalty, ("id", "case_id", "filed_on", "ground")),
    "entry": (casework.ListEntry, ("id", "case_id", "dishonesty", "operator_id", "ground", "body_id", "listed_on")),
    "appeal": (casework.Appeal, ("id", "case_id", "text", "by_id", "at", "state")),
}
_TEXTS = {"receipt", "served_how", "conclusion", "text", "ground"}


def fill_all(size: Size, say: Callable[[str], None] = print) -> None:
    """Write all rows; `say` is told what was done and how long it took."""
    began = time.monotonic()

    def step(name: str) -> None:
        say(f"{time.monotonic() - began:7.1f} s  {name}")

    with bare():
        people = fill_bodies(size)
        apps = fill_apps(size, people)
        step("bodies, people and the registry")
        scans = plan_scans(size, people, apps)
        cases = Walk(size, people, apps, scans).run()
        fill_scans(size, scans)
        _fill_cases(cases)
        notices = _fill_notices(people, apps, cases)
        leads = _fill_leads(size, people, apps, cases)
        _fill_papers(people, cases, notices)
        _fill_batches(size, people, apps, scans)
        step("scans, cases, leads, papers")
        _fill_log(people, [*cases.events, *leads, *_scan_events(size, scans)])
        step("event log")
        fill_findings(size, scans, apps)
        step("findings")
    step("indexes and statistics")


def sizes() -> list[tuple[str, int, int]]:
    """Return the tables with their rows and bytes (indexes included), the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, greatest(reltuples, 0)::bigint, pg_total_relation_size(oid) from pg_class "
            "where relkind = 'r' and relnamespace = 'public'::regnamespace order by 3 desc"
        )
        return list(cursor.fetchall())


def _fill_cases(cases: Cases) -> None:
    names = ("id", "number", "subject", "app_id", "sdk_id", "store_id", "title", "version_id", "bureau_id", "handler_id", "state", "labels")
    days = ("opened_on", "closed_on", "due_on", "noticed_on", "delisted_on", "test_id")

    def row(case: Case) -> tuple[Any, ...]:
        about = [case.about if case.subject == subject else None for subject in ("app", "sdk", "store")]
        told = (case.title, case.version, case.bureau, case.handler, case.state, list(case.labels))
        return (case.id, case.number, case.subject, *about, *told, *(getattr(case, name.removesuffix("_id")) for name in days))

    fill(casework.Case, names + days, map(row, cases.rows))
    for table, (model, fields) in _LEFT.items():
        fill(model, fields, ([each.get(name, "" if name in _TEXTS else None) for name in fields] for each in cases.left[table]))
    checks = _checks(cases)
    fill(Check, ("id", "test_id", "criterion", "verdict", "at"), ((key, *each) for key, each in enumerate(checks, 1)), by_machine=True)


def _checks(cases: Cases) -> Iterator[tuple[Any, ...]]:
    criteria = sorted(load().criteria)
    verdicts = ("violated", "not-found", "not-found", "not-applicable")
    for test in cases.left["test"][::20]:
        if test["state"] in {"submitted", "accepted"}:
            for at, criterion in enumerate(criteria[: 60 + test["id"] % 150]):
                yield test["id"], criterion, verdicts[(at + test["id"]) % 4], test["assigned_at"]


def _fill_notices(people: People, apps: Apps, cases: Cases) -> list[tuple[int, int, str, date]]:
    """Write one notice per authority, kind and month; return key, body, kind and day of each."""
    notices, rows, numbers = [], [], {}
    for (body, kind, year, month), listed in sorted(cases.notices.items(), key=lambda item: (item[0][2:], item[0][:2])):
        number = numbers[body, kind, year] = numbers.get((body, kind, year), 0) + 1
        total = sum(count for (of, what, _), count in numbers.items() if (of, what) == (body, kind))
        key, day = len(notices) + 1, date(year, month, 28)
        title = f"关于侵害用户权益行为的APP通报（{year}年第{number}批，总第{total}批）"
        drafter, issuer = people.of(body, Role.OFFICER)[0], people.of(body, Role.DECIDER)[0]
        notices.append((key, kind, body, title, year, number, total, drafter, issuer, day, key, None))
        once = {case.id: case for case in listed}
        for at, case in enumerate(once.values(), 1):
            developer = people.body_names[apps.operators[int(case.about)] or 0] if case.subject == "app" else case.title
            version = apps.version_names[case.version or 0]
            rows.append((len(rows) + 1, key, case.id, at, case.title, developer, "官网", version, list(case.labels)))
    columns = (
        "id",
        "kind",
        "body_id",
        "title",
        "year",
        "number",
        "total",
        "drafted_by_id",
        "issued_by_id",
        "issued_on",
        "document_id",
        "deadline",
    )
    fill(casework.Notice, columns, notices)
    fill(casework.NoticeRow, ("id", "notice_id", "case_id", "number", "name", "developer", "source", "version", "labels"), rows)
    return [(row[0], row[2], row[1], row[9]) for row in notices]


def _fill_leads(size: Size, people: People, apps: Apps, cases: Cases) -> list[Event]:
    """Write leads, more than there are cases; return what happened."""
    chance, events, rows, numbers = size.chance("leads"), [], [], {}
    sources = ("complaint", "monthly", "sampling", "patrol", "store")
    centre, stores = people.bodies[BodyKind.COMPLAINTS][0], people.bodies[BodyKind.STORE]
    days = sorted(size.past_day(chance) for _ in range(size.of(300_000, 120)))
    by_app = {case.about: case for case in cases.rows if case.subject == "app"}
    known = list(by_app)
    for key, day in enumerate(days, 1):
        numbers[day.year] = numbers.get(day.year, 0) + 1
        number, source = f"L-{day.year}-{numbers[day.year]:06d}", chance.choices(sources, (70, 15, 5, 5, 5))[0]
        taken = chance.random() < 0.3
        app = int(chance.choice(known)) if taken else chance.randrange(1, len(apps.names))
        bureau = people.bureaus[apps.regions[app]]
        body = centre if source == "complaint" else chance.choice(stores) if source == "store" else bureau
        fresh = (size.today - day).days < 10
        state = "new" if fresh or chance.random() < 0.004 else chance.choice(("accepted", "merged")) if taken else "rejected"
        open_complaint = state == "new" and source == "complaint"
        case = by_app[app].id if state in {"accepted", "merged"} else None
        person = people.of(body, Role.CLERK if body == centre else Role.REPRESENTATIVE if source == "store" else Role.OFFICER)[0]
        due = day + timedelta(days=15) if open_complaint else None
        told = (key, number, source, apps.names[app], apps.packages[app], digest("receipt", key) if source == "complaint" else "")
        rows.append((*told, body, bureau, app if case else None, state, case, day, due))
        at = moment(day, chance)
        events.append(Event(at, "lead", f"lead:{key}", person, {"number": number, "source": source, "name": apps.names[app]}))
        if state == "rejected":
            events.append(
                Event(at + timedelta(days=2), "lead-rejected", f"lead:{key}", people.of(bureau, Role.OFFICER)[0], {"reason": "证据不足"})
            )
    columns = (
        "id",
        "number",
        "source",
        "name",
        "package_name",
        "receipt",
        "body_id",
        "bureau_id",
        "app_id",
        "state",
        "case_id",
        "received_on",
        "due_on",
    )
    fill(casework.Lead, columns, rows, text="打开应用即收集个人信息，未征得同意。", items=["违规收集个人信息"])
    for series, counts in (("lead", numbers), ("case", _last_numbers(cases))):
        Counter.objects.bulk_create(Counter(series=series, year=year, value=value) for year, value in counts.items())
    return events


def _last_numbers(cases: Cases) -> dict[int, int]:
    return {case.opened_on.year: int(case.number.rpartition("-")[2]) for case in cases.rows}


def _fill_papers(people: People, cases: Cases, notices: list[tuple[int, int, str, date]]) -> None:
    """Write the issued documents: of each notice, of each order, of each delisting."""
    kinds = {"notice": "notice", "delisting": "delisting-notice"}
    papers = [(body, kinds[kind], f"notice:{key}", day) for key, body, kind, day in notices]
    of_case = {case.id: case.bureau for case in cases.rows}
    papers += [(of_case[row["case_id"]], "order", f"case:{row['case_id']}", row["ordered_on"]) for row in cases.left["order"]]
    papers += [(of_case[row["case_id"]], "delisting-order", f"delisting:{row['id']}", row["ordered_on"]) for row in cases.left["delisting"]]
    case_of = {row["test_id"]: row["case_id"] for row in cases.left["case_test"]}
    tested = ((row["lab_id"], row["id"], row["submitted_at"]) for row in cases.left["test"] if row.get("submitted_at"))
    papers += [(lab, "report", f"case:{case_of[key]}", at.date()) for lab, key, at in tested]
    content, numbers = encode_row([{"issuer": "管理局", "text": "责令限期改正。" * 40}]), {}

    def rows() -> Iterable[tuple[Any, ...]]:
        for key, (body, kind, about, day) in enumerate(papers, 1):
            series = f"{body}信管{kind}"
            number = numbers[series, day.year] = numbers.get((series, day.year), 0) + 1
            user = people.of(body, Role.TESTER if kind == "report" else Role.DECIDER)[0]
            yield (
                key,
                kind,
                body,
                about,
                series,
                day.year,
                number,
                f"{series}〔{day.year}〕{number}号",
                "公文标题",
                content,
                user,
                user,
                day,
                day,
                day,
            )

    columns = ("id", "kind", "body_id", "about", "series", "year", "number", "printed", "title", "content", "drafted_by_id", "issued_by_id")
    fill(Document, (*columns, "drafted_at", "issued_at", "issued_on"), rows(), state="issued")


def _fill_batches(size: Size, people: People, apps: Apps, scans: Scans) -> None:
    chance, testers = size.chance("batches"), [(lab, people.of(lab, Role.TESTER)[0]) for lab in people.bodies[BodyKind.LAB]]
    batches = [
        (key, f"第{key}批抽测", *chance.choice(testers), moment(size.past_day(chance), chance)) for key in range(1, size.of(300, 3) + 1)
    ]
    fill(Batch, ("id", "name", "body_id", "created_by_id", "created_at"), batches)
    rows = [
        (key, at, apps.names[app], apps.packages[app], app, (scans.of_app.get(app) or [None])[0])
        for key, *_ in batches
        for at, app in enumerate(chance.choices(range(1, len(apps.names)), k=min(int(chance.lognormvariate(4.5, 1.2)) + 1, 5000)), 1)
    ]
    names = ("id", "batch_id", "number", "name", "package_name", "app_id", "scan_id")
    fill(BatchRow, names, ((key, *row) for key, row in enumerate(rows, 1)))


def _scan_events(size: Size, scans: Scans) -> Iterator[Event]:
    chance = size.chance("scan events")
    for key in range(1, len(scans.apps)):
        at, version = moment(scans.days[key], chance), scans.versions[key]
        yield Event(at, "scan-requested", f"scan:{key}", scans.by[key], {}, digest("package", version))
        if scans.states[key] == "done":
            yield Event(at + timedelta(minutes=3), "scan-ended", f"scan:{key}", None, {"state": "done"}, digest("report", key))


def _fill_log(people: People, events: list[Event]) -> None:
    """Write the event log, each entry sealed with the hash of the one before it."""
    events.sort(key=lambda event: (event.at, event.subject, event.kind))
    last = ORIGIN

    def entry(number: int, event: Event) -> tuple[Any, ...]:
        nonlocal last
        name = people.usernames[event.actor or 0]
        said = {"kind": event.kind, "subject": event.subject, "data": event.data, "evidence": event.evidence}
        row = SimpleNamespace(number=number, at=event.at, actor_id=event.actor, actor_name=name, previous=last, **said)
        before, last = last, seal(row)  # type: ignore[arg-type] # all that is asked of an entry
        return number, event.at, event.actor, name, event.kind, event.subject, event.data, event.evidence, before, last

    names = ("number", "at", "actor_id", "actor_name", "kind", "subject", "data", "evidence", "previous", "hash")
    count = fill(Entry, names, starmap(entry, enumerate(events, 1)))
    Head.objects.create(id=1, number=count, hash=last)
