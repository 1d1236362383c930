"""Who opens which addresses: every page that answers to GET, for each kind of person, with filters, far down, and with rows of several sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.pages.words import FREQUENT, RARE
from django.db.models import Count
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from mingcha.platform.casework.models import Case, Lead, Notice
from mingcha.platform.casework.papers import visible_documents
from mingcha.platform.casework.run import available
from mingcha.platform.casework.scope import visible_cases, visible_leads, visible_notices
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.platform.registry.models import App, Sdk, SdkUse, Version
from mingcha.platform.registry.scope import visible_apps, visible_listings, visible_sdks
from mingcha.platform.testing.models import BatchRow, Finding, Scan, Test
from mingcha.platform.testing.scope import visible_batches, visible_findings, visible_scans, visible_tests
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet

# Pages that answer with a file, which is made by the engine or lies in the store, or that only change something.
FILES = {"document-file", "scan-report", "scan-package", "evidence", "case-file", "policy-file", "batch-template"}
_WORDS = ("天气", FREQUENT, RARE, "记账助手", "Pro", "com.sun", "绝无此词")
_SCOPES: dict[str, Callable[[User], QuerySet[Any]]] = {
    "app": visible_apps,
    "case": visible_cases,
    "document": visible_documents,
    "lead": visible_leads,
    "notice": visible_notices,
    "scan": visible_scans,
    "finding": visible_findings,
    "test": visible_tests,
    "checklist": visible_tests,
    "criterion": visible_tests,
    "batch": visible_batches,
    "sdk": visible_sdks,
    "body": lambda _user: Body.objects.all(),
    "user": lambda _user: User.objects.all(),
    "log": lambda _user: Entry.objects.all(),
    "unit": lambda _user: Unit.objects.all(),
}
_LISTS = {
    "cases": visible_cases,
    "documents": visible_documents,
    "leads": visible_leads,
    "notices": visible_notices,
    "scans": visible_scans,
    "findings": visible_findings,
    "tests": visible_tests,
    "batches": visible_batches,
    "apps": visible_apps,
    "sdks": visible_sdks,
    "listings": visible_listings,
    "bodies": _SCOPES["body"],
    "users": _SCOPES["user"],
    "log": _SCOPES["log"],
    "queue": _SCOPES["unit"],
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at one address. `page` is the address's name, `what` what is particular about it."""

    page: str
    person: str
    user: User | None
    address: str
    what: str


def visits(today: date) -> Iterator[Visit]:
    """Yield all visits."""
    extremes = _extremes()
    filters = _filters(today)
    for person, user in people():
        keys: dict[str, list[tuple[str, Any]]] = {}
        for space, name, arguments in _pages():
            if (user is None) != (space == "portal"):
                continue
            for what, address in _addresses(space, name, arguments, user, keys, extremes, filters):
                yield Visit(f"{space}:{name}", person, user, address, what)


def people() -> Iterator[tuple[str, User | None]]:
    """Yield one person of each kind, of the largest body of the kind and of a small one; None is a stranger."""
    yield "stranger", None
    most = dict(
        Body.objects.filter(kind=BodyKind.BUREAU).annotate(number=Count("cases")).order_by("-number", "pk").values_list("pk", "number")
    )
    chosen = {BodyKind.BUREAU: [next(iter(most)), list(most)[-1]]}
    apps = list(
        App.objects.exclude(operator=None)
        .values("operator")
        .annotate(number=Count("pk"))
        .order_by("-number", "operator")
        .values_list("operator", flat=True)
    )
    chosen[BodyKind.OPERATOR] = [apps[0], apps[len(apps) // 2]]
    for kind in BodyKind.values:
        bodies = chosen.get(BodyKind(kind)) or [Body.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True)[0]]
        for size, body in zip(("", " (small)"), bodies, strict=False):
            for user in User.objects.filter(body=body).order_by("role", "pk").distinct("role").select_related("body"):
                yield f"{kind} {user.role}{size}", user


def _pages() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    def walk(resolver: Any, space: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, pattern.namespace or space)
            elif space in {"office", "portal"} and pattern.name not in FILES:
                yield space, pattern.name, tuple(pattern.pattern.converters)

    yield from walk(get_resolver(), "")


def _addresses(
    space: str,
    name: str,
    arguments: tuple[str, ...],
    user: User | None,
    keys: dict[str, list[tuple[str, Any]]],
    extremes: Any,
    filters: Any,
) -> Iterator[tuple[str, str]]:
    if not arguments:
        address = reverse(f"{space}:{name}")
        yield "", address
        for what, query in filters.get(f"{space}:{name}") or filters.get(name, ()):
            yield what, f"{address}?{query}"
        if name in _LISTS and user is not None and (key := _deep(_LISTS[name](user))) is not None:
            yield "far down", f"{address}?after={key}"
            yield "backwards", f"{address}?before={key}"
        return
    kind = name.split("-", maxsplit=1)[0]
    if arguments == ("kind",):
        yield from ((kind, reverse(f"{space}:{name}", args=[kind])) for kind in ("notice", "delisting"))
        return
    if kind not in _SCOPES:
        return
    if kind not in keys:
        keys[kind] = _keys(_public(kind) if user is None else _SCOPES[kind](user), extremes.get(kind, {}))
    for what, key in keys[kind]:
        for more in _more(name, arguments, user, key):
            try:
                yield what, reverse(f"{space}:{name}", args=[key, *more])
            except NoReverseMatch:
                continue


def _public(kind: str) -> QuerySet[Any]:
    return Notice.objects.filter(issued_on__isnull=False) if kind == "notice" else Sdk.objects.all()


def _more(name: str, arguments: tuple[str, ...], user: User | None, key: Any) -> Iterable[tuple[str, ...]]:
    if len(arguments) == 1:
        return [()]
    if name == "case-step" and user is not None:
        case = Case.objects.get(pk=key)
        return [(step.name,) for step, _ in available(case, user, case.opened_on)][:3]
    return {"criterion": [("COL-01",)], "document-draft": [("order",), ("receipt",)]}.get(name, [])


def _keys(rows: QuerySet[Any], extremes: dict[str, Any]) -> list[tuple[str, Any]]:
    found = {what: key for what, key in extremes.items() if rows.filter(pk=key).exists()}
    # Not every database finds the middle of all rows quickly; none of this is measured.
    if (newest := rows.order_by("-pk").first()) is not None:
        found["newest"] = newest.pk
    if (deep := _deep(rows)) is not None:
        found["older"] = deep
    return list(found.items())


def _deep(rows: QuerySet[Any]) -> Any:
    """Return a key far down among the rows."""
    chosen = rows.order_by("-pk").values_list("pk", flat=True)
    return next(iter(found[0] for at in (50_000, 1000, 60) if (found := list(chosen[at : at + 1]))), None)


def _extremes() -> dict[str, dict[str, Any]]:
    """Return the rows with the most of what their page shows."""

    def most(rows: QuerySet[Any], field: str) -> Any:
        return next(iter(rows.order_by().values_list(field).annotate(number=Count("*")).order_by("-number", field)[:1]), (None, 0))[0]

    scan = most(Finding.objects.all(), "scan")
    case = most(Entry.objects.filter(subject__startswith="case:"), "subject")
    test = most(Finding.objects.filter(scan__in=Test.objects.exclude(scan=None).values("scan")), "scan")
    return {
        "scan": {"most findings": scan},
        "app": {"most versions": most(Version.objects.all(), "app"), "most cases": most(Case.objects.exclude(app=None), "app")},
        "case": {"most events": int(case.partition(":")[2])},
        "test": {"most findings": Test.objects.filter(scan=test).values_list("pk", flat=True).first()},
        "notice": {"most rows": most(Notice.objects.filter(rows__isnull=False), "pk")},
        "sdk": {"most uses": most(SdkUse.objects.all(), "sdk")},
        "batch": {"most rows": most(BatchRow.objects.all(), "batch")},
        "lead": {"": Lead.objects.filter(case__isnull=False).values_list("pk", flat=True).first()},
        "user": {"busy": most(Scan.objects.all(), "requested_by")},
    }


def _filters(today: date) -> dict[str, list[tuple[str, str]]]:
    """Return per page of a table what people narrow it by, each with a name for it."""
    words = [(f"q {word}", f"q={word}") for word in _WORDS]
    last, rule = today.year - 1, Finding.objects.order_by("pk").values_list("rule", "owner", "scan").first() or ("", "", 0)
    days = [
        (f"since {today:%Y}", f"since={today:%Y}-01-01"),
        (f"only {last}-03", f"since={last}-03-01&until={last}-03-31"),
        ("before all", "until=2015-01-01"),
    ]
    body = Body.objects.filter(kind=BodyKind.BUREAU).values_list("pk", flat=True)[0]
    lab, store = (Body.objects.filter(kind=kind).values_list("pk", flat=True)[0] for kind in (BodyKind.LAB, BodyKind.STORE))
    states = {
        "cases": "accepted ordered noticed rectified dishonesty-listed",
        "leads": "new accepted rejected",
        "scans": "queued done failed",
        "tests": "assigned submitted accepted returned",
        "documents": "draft issued",
        "listings": "listed delisted search-banned",
        "queue": "queued done failed quarantined",
    }
    found = {name: [(f"state {each}", f"state={each}") for each in text.split()] for name, text in states.items()}
    found["cases"] += [
        *words,
        *days,
        (f"number C-{last}", f"q=C-{last}-0001"),
        ("late", "due=late"),
        ("open", "due=open"),
        ("SDK", "subject=sdk"),
    ]
    found["cases"] += [
        ("store, words", "subject=store&q=商店"),
        ("bureau, state", f"bureau={body}&state=ordered"),
        ("words, state", "q=天气&state=ordered"),
    ]
    found["leads"] += [
        *words,
        *days,
        (f"number L-{last}", f"q=L-{last}-0001"),
        ("monthly, new", "source=monthly&state=new"),
        ("patrol", "source=patrol"),
    ]
    found["apps"] = [
        *words,
        ("kind", "kind=ios"),
        ("region", "region=54"),
        ("operator", "operator=西藏"),
        ("operator, word", "operator=科技&q=天气"),
    ]
    found["scans"] += [
        *words,
        *days,
        ("hash", f"q={Scan.objects.values_list('package', flat=True).first()}"),
        ("words, state", "q=天气&state=failed"),
    ]
    found["findings"] = [("scan", f"scan={rule[2]}"), ("rule", f"rule={rule[0]}"), ("owner", f"owner={rule[1]}"), ("no rule", "rule=none")]
    found["findings"] += [(f"review {each}", f"review={each}") for each in ("open", "confirmed", "rejected")]
    found["findings"] += [("label", "label=违规收集个人信息"), ("verdict", "verdict=violated"), ("grade", "grade=note")]
    found["findings"] += [
        ("label, verdict", "label=违规收集个人信息&verdict=violated&grade=serious"),
        ("owner, review", f"owner={rule[1]}&review=rejected"),
    ]
    found["tests"] += [*words, ("lab", f"lab={lab}"), ("recheck", "recheck=true"), ("lab, state", f"lab={lab}&state=returned")]
    found["listings"] += [*words, *days, ("store", f"store={store}"), ("store, state", f"store={store}&state=delisted")]
    found["documents"] += [
        ("title", "q=公文"),
        ("number", "printed=信管order〔2025〕12号"),
        ("kind", "kind=delisting-notice"),
        ("no title", "q=绝无此词"),
    ]
    found["notices"] = [("title", "q=2025年第3批"), ("kind", "kind=delisting"), ("drafts", "issued=no")]
    found["portal:notices"] = [*words, ("year", f"year={last}"), ("body", f"body={body}")]
    found["sdks"] = [("q 推送", "q=推送"), ("sheet", "sheet=true"), ("no sheet", "sheet=false")]
    found["portal:sdks"] = [("q 推送", "q=推送"), ("sheet", "sheet=yes"), ("no sheet", "sheet=no")]
    found["lists"] = [("q", "q=科技"), ("dishonesty", "dishonesty=True")]
    found["bodies"] = [("q", "q=西藏"), ("kind", "kind=operator"), ("rare", "q=绝无此词")]
    found["users"] = [("q", "q=operator5"), ("role", "role=tester"), ("rare", "q=绝无此词")]
    found["log"] = [
        *days,
        ("kind", "kind=publish"),
        ("subject", "subject=case:77"),
        ("actor", f"actor={User.objects.filter(role=Role.TESTER)[0].username}"),
    ]
    found["log"] += [
        ("no actor", "actor=nobody"),
        ("kind, actor", "kind=serve&actor=nobody"),
        ("kind, days", f"kind=order&since={last}-03-01&until={last}-03-02"),
    ]
    found["queue"] += [("kind", "kind=scan"), ("key", "key=scan:77"), ("lane", "lane=2"), ("lane, state", "lane=1&state=failed")]
    found["search"] = [*words, (f"number C-{last}", f"q=C-{last}-000011"), ("no number", f"q=C-{last}-999999"), ("hash", f"q={'ab' * 32}")]
    return found
