"""Scans of the versions with their units of work, and the findings of the scans."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.pages.apps import digest
from bench.pages.load import Encoded, encode_row, fill
from bench.pages.size import moment

from mingcha.catalogue import load
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.testing.models import Finding, Scan
from mingcha.platform.work.models import Lane, Unit
from mingcha.rules import load_pack

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from bench.pages.apps import Apps
    from bench.pages.bodies import People
    from bench.pages.size import Size

    from mingcha.rules import Rule

_KINDS = 4000  # different findings, of which the rows are made
_STATES = ("done", "failed", "cancelled", "queued")
_VERDICTS = ("violated", "violated", "violated", "suspected", "not-tested", "not-tested", "not-found", "not-found", "not-applicable")
_BODY = (
    "rule",
    "verdict",
    "grade",
    "label",
    "clauses",
    "criteria",
    "owner",
    "data_type",
    "sentence_zh",
    "sentence_en",
    "remedy_zh",
    "remedy_en",
    "evidence",
)
_REVIEW = ("review", "review_reason", "reviewed_by_id", "reviewed_at")


@dataclass(slots=True)
class Scans:
    """Of each scan, by key: app, version, day, who asked, state; the keys of an app's done scans; the reviewer of those that were reviewed."""

    apps: list[int] = field(default_factory=lambda: [0])
    versions: list[int] = field(default_factory=lambda: [0])
    days: list[date] = field(default_factory=lambda: [date.min])
    by: list[int] = field(default_factory=lambda: [0])
    states: list[str] = field(default_factory=lambda: [""])
    of_app: dict[int, list[int]] = field(default_factory=dict)
    reviewers: dict[int, int] = field(default_factory=dict)


def plan_scans(size: Size, people: People, apps: Apps) -> Scans:
    """Return which versions were scanned when and for whom; scans are numbered by day."""
    chance, scans = size.chance("scans"), Scans()
    testers, officers = _staff(people, BodyKind.LAB, Role.TESTER), _staff(people, BodyKind.BUREAU, Role.OFFICER)
    ministry = _staff(people, BodyKind.MINISTRY, Role.OFFICER)
    drawn = []
    for app in range(1, len(apps.names)):
        for version in apps.versions[app]:
            for _ in range(chance.choices((0, 1, 2), (30, 62, 8))[0]):
                found = apps.found[version] or size.today
                drawn.append((min(found + timedelta(days=chance.randrange(30)), size.today), app, version))
    for day, app, version in sorted(drawn):
        operator = apps.operators[app]
        asked = chance.choices(
            (testers, officers, ministry, people.of(operator, Role.REPRESENTATIVE) if operator else testers), (75, 12, 8, 5)
        )[0]
        fresh = day >= size.today - timedelta(days=1)
        state = chance.choices(_STATES, (70, 1, 1, 28) if fresh else (970, 20, 10, 0))[0]
        for column, value in zip(
            (scans.apps, scans.versions, scans.days, scans.by, scans.states), (app, version, day, chance.choice(asked), state), strict=True
        ):
            column.append(value)
        if state == "done":
            scans.of_app.setdefault(app, []).append(len(scans.apps) - 1)
    return scans


def _staff(people: People, kind: str, role: str) -> list[int]:
    return [user for body in people.bodies[kind] for user in people.of(body, role)]


def fill_scans(size: Size, scans: Scans) -> None:
    """Write the scans and the units that made them."""
    chance, clauses = size.chance("clauses"), list(load().clauses)
    bodies = []
    for _ in range(60):
        verdicts = [{"id": clause, "verdict": chance.choice(_VERDICTS), "why": "按规则判定 / by the rules"} for clause in clauses]
        coverage = [{"kind": kind, "state": chance.choice(("complete", "partial", "none")), "why": ""} for kind in load().evidence_kinds]
        bodies.append(encode_row((verdicts, coverage)))
    empty = encode_row(([], []))

    def rows() -> Iterator[tuple[object, ...]]:
        for key in range(1, len(scans.apps)):
            at, state = moment(scans.days[key], chance), scans.states[key]
            done = state == "done"
            report, end = (digest("report", key) if done else ""), (None if state == "queued" else at + timedelta(minutes=3))
            body = chance.choice(bodies) if done else empty
            yield (
                key,
                scans.versions[key],
                scans.apps[key],
                digest("package", scans.versions[key]),
                f"{scans.apps[key]}.apk",
                state,
                scans.by[key],
                at,
                end,
                report,
                body,
            )

    names = (
        "id",
        "version_id",
        "app_id",
        "package_id",
        "file_name",
        "state",
        "requested_by_id",
        "requested_at",
        "ended_at",
        "report",
        "clauses",
        "coverage",
    )
    fill(Scan, names, rows(), source="官网", engine="1.0", rules=digest("rules"))
    units = (
        (
            key,
            f"scan:{key}",
            {"scan": key},
            scans.states[key],
            moment(scans.days[key], chance),
            chance.choice(Lane.values),
            chance.choice(Lane.values),
        )
        for key in range(1, len(scans.apps))
    )
    fill(
        Unit,
        ("id", "key", "payload", "state", "enqueued_at", "lane", "attempts"),
        units,
        kind="scan",
        not_before="2023-01-01T00:00:00+08:00",
    )


def fill_findings(size: Size, scans: Scans, apps: Apps) -> None:
    """Write the findings: few in most scans, hundreds in some, `size.findings` in all."""
    chance = size.chance("findings")
    kinds = [_kind(chance, apps) for _ in range(_KINDS)]
    weights = [1 / (1 + at) ** 0.6 for at in range(_KINDS)]
    done = [key for key in range(1, len(scans.apps)) if scans.states[key] == "done"]
    counts = _share(size.findings, [chance.lognormvariate(0, 1.1) for _ in done])
    unseen = encode_row(("open", "", None, None))
    outcomes = ("confirmed", "confirmed", "confirmed", "rejected", "open")

    def rows() -> Iterator[tuple[object, ...]]:
        key = 0
        for scan, count in zip(done, counts, strict=True):
            reviewer = scans.reviewers.get(scan)
            said = {
                each: encode_row((each, "不予认定的理由" if each == "rejected" else "", reviewer, scans.days[scan])) for each in outcomes
            }
            said["open"] = unseen
            start = chance.randrange(1 << 40)
            chosen = chance.choices(kinds, weights, k=count)
            for at, body in enumerate(chosen):
                key += 1
                review = said[chance.choice(outcomes)] if reviewer else unseen
                yield Encoded(key), Encoded(scan), Encoded(f"{start + at * 0x9E3779B97F4A7C15:064x}"[-64:]), body, review

    fill(Finding, ("id", "scan_id", "fingerprint", *_BODY, *_REVIEW), rows())


def _share(total: int, weights: list[float]) -> list[int]:
    """Return whole numbers that are as the weights are, and `total` together."""
    whole = sum(weights)
    counts = [int(total * weight / whole) for weight in weights]
    for at in range(total - sum(counts)):
        counts[at % len(counts)] += 1
    return counts


def _kind(chance: random.Random, apps: Apps) -> Encoded:
    rules = _rules()
    rule = rules[int(len(rules) * chance.random() ** 2)]
    owner = "app" if chance.random() < 0.55 else apps.sdks[int(len(apps.sdks) * chance.random() ** 2)]
    data_type = chance.choice(list(load().data_types))
    where = f"com/{chance.choice('abcdefgh')}{chance.randrange(1000)}/{chance.choice(('Main', 'Splash', 'Init', 'Report'))}Activity"
    quote = f"invoke-virtual {{v0}}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String; # {chance.randrange(10**6)}"
    path = [f"L{where};->on{name}()V" for name in ("Create", "Start", "Resume")[: chance.randrange(1, 4)]]
    evidence = [
        {"kind": "static_code", "where": f"classes{at}.dex {where}", "quote": quote, "path": path}
        for at in range(1, chance.randrange(2, 4))
    ]
    zh = f"用户同意隐私政策前，{owner}的代码在启动时读取{data_type}，调用点为{where}。"
    en = f"Code of {owner} reads {data_type} at start, before the user has agreed to the policy, in {where}."
    verdict, grade = chance.choices(("violated", "suspected"), (3, 7))[0], chance.choices(("serious", "general", "note"), (2, 6, 2))[0]
    told = (rule.id, verdict, grade, rule.label or "违规收集个人信息", list(rule.clauses), list(rule.criteria), owner, data_type)
    return encode_row((*told, zh, en, "在用户同意后再读取。", "Read it after consent.", evidence))


@functools.cache
def _rules() -> list[Rule]:
    return sorted(load_pack(load()).rules, key=lambda rule: rule.id)
