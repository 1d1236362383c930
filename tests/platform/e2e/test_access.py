"""Every address of the site, asked for by every person of every body: what they may open, and that nobody sees another's rows."""

from __future__ import annotations

import io
import logging
import zipfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.platform.e2e.addresses import Address, addresses
from tests.platform.e2e.sides import Side, make_sides
from tests.platform.world import build

from mingcha.platform.api.models import Scope
from mingcha.platform.api.tokens import issue_token
from mingcha.platform.casework.figures import authorities_of
from mingcha.platform.casework.models import Case, ListEntry
from mingcha.platform.casework.papers import visible_documents
from mingcha.platform.casework.run import BY_NAME, available
from mingcha.platform.casework.scope import visible_cases, visible_files, visible_leads, visible_notices
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.platform.registry.models import Policy
from mingcha.platform.registry.scope import visible_apps, visible_listings, visible_sdks
from mingcha.platform.testing.models import EvidenceFile
from mingcha.platform.testing.scope import visible_batches, visible_findings, visible_scans, visible_tests
from mingcha.platform.work.models import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from pytest_django import DjangoDbBlocker
    from tests.platform.world import World

# So many rows of a kind are asked for by everybody.
MOST = 2
# Whose workbooks are looked into as well: the rows are those of the CSV file.
EXPORTING = ("beijing:officer", "operator:representative")
# What the pages of a row may answer besides: it asks for the password, does not apply now, or takes POST alone.
INAPPLICABLE = {302, 404, 405}
WORKING = (BodyKind.BUREAU, BodyKind.LAB)
SCOPES: dict[str, Callable[[User], QuerySet[Any]]] = {
    "apps": visible_apps,
    "batches": visible_batches,
    "bodies": lambda user: Body.objects.all() if user.role == Role.ADMINISTRATOR else Body.objects.none(),
    "case-files": visible_files,
    "cases": visible_cases,
    "documents": visible_documents,
    "evidence": lambda user: EvidenceFile.objects.filter(check_row__test__in=visible_tests(user)),
    "figures": authorities_of,
    "findings": visible_findings,
    "leads": visible_leads,
    "listings": visible_listings,
    "lists": lambda _user: ListEntry.objects.all(),
    "log": lambda _user: Entry.objects.all(),
    "notices": visible_notices,
    "policies": lambda user: Policy.objects.filter(app__in=visible_apps(user)),
    "queue": lambda _user: Unit.objects.all(),
    "scans": visible_scans,
    "sdks": visible_sdks,
    "tests": visible_tests,
    "tokens": lambda user: user.api_tokens.all(),
    "users": lambda _user: User.objects.all(),
}


@pytest.fixture(scope="module")
def _made(engine: str, example_report: str, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, tuple[Side, Side]]]:
    """Write the world with both sides once for all tests; they and what a test writes beside them are taken back."""
    written = ExitStack()
    with django_db_blocker.unblock():
        written.enter_context(_taken_back())
        world = build()
        sides = make_sides(world, example_report)
    yield world, sides
    with django_db_blocker.unblock():
        written.close()


@pytest.fixture
def world(_made: tuple[World, tuple[Side, Side]], django_db_blocker: DjangoDbBlocker, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    caplog.set_level(logging.ERROR, "django.request")
    with django_db_blocker.unblock(), _taken_back():
        yield _made[0]


@pytest.fixture
def sides(_made: tuple[World, tuple[Side, Side]]) -> tuple[Side, Side]:
    return _made[1]


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everybody(world: World) -> Iterator[tuple[str, Client]]:
    """Yield each person with a browser, and last a stranger."""
    for name in world.people:
        yield name, world.client(name)
    yield "", Client()


def forbidden(user: User | None, sides: tuple[Side, Side]) -> set[str]:
    """Return the words that no page may show the person."""
    contacts = {side.contact for side in sides}
    if user is None or user.role == Role.ADMINISTRATOR:
        secrets = {side.secret for side in sides} | contacts
        return secrets | {side.registered for side in sides} if user is None else secrets
    if user.body.kind == BodyKind.COMPLAINTS:
        return set()
    if user.body.kind in {BodyKind.MINISTRY, BodyKind.REVIEW}:
        return contacts
    (stranger,) = [side for side in sides if user not in side.people().values()]
    registered = set() if user.body.kind in WORKING else {stranger.registered}
    return {stranger.secret} | registered | contacts


def words_of(response: HttpResponseBase) -> str:
    """Return everything that is written in a response: the page, the file, or the files of an Office document."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined] # either
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    place = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    return place + content.decode("utf-8", "replace")


def is_declared_for(address: Address, user: User) -> bool:
    """Return whether the page's declaration lets the person in."""
    view: Any = address.view
    return user.role in view.roles and user.body.kind in view.kinds


def expected(address: Address, user: User | None) -> set[int]:
    """Return what the site may answer."""
    if address.part != "office":
        return _expected_outside(address)
    if user is None:
        return {302, 405}
    if not is_declared_for(address, user):
        return {403, 405}
    if address.row is not None:
        kind, key = address.row
        if not SCOPES[kind](user).filter(pk=key).exists():
            return {404, 405} | ({302} if address.asks_again else set())
    return {200} if address.is_main else {200} | INAPPLICABLE


def _expected_outside(address: Address) -> set[int]:
    if address.part == "accounts":
        return {200, 302, 404, 405}
    if address.part == "api":
        return {200, 404, 405}
    if address.route in {"language/", "theme/"}:
        return {405}
    return {200} if address.row is None else {200, 404}


def test_everybody_opens_what_is_theirs_and_nothing_else(world: World, sides: tuple[Side, Side]) -> None:
    wrong, leaks, opened = [], [], 0
    for name, client in everybody(world):
        user = world.people.get(name)
        never = forbidden(user, sides)
        for side in sides:
            for address in _of_pages(side):
                # What is about no row, or sends the person away before any is looked at, is the same for both sides.
                if side is sides[1] and (address.row is None or _is_closed(address, user)):
                    continue
                response = client.get(address.path)
                opened += response.status_code == 200
                if response.status_code not in expected(address, user):
                    wrong.append((name, address.path, response.status_code))
                words = words_of(response)
                leaks += [(name, address.path, mark) for mark in never if mark in words]
    assert wrong == []
    assert leaks == []
    assert opened > 1000


def test_a_stranger_is_sent_to_sign_in_and_keeps_the_address(world: World, sides: tuple[Side, Side]) -> None:
    for address in addresses(sides[0], most=1):
        if address.part == "office":
            response = Client().get(address.path)
            assert response.status_code == 405 or response["Location"] == f"/accounts/login/?next={address.path}", address.path


def test_exports_and_searches_hold_ones_own_rows(world: World, sides: tuple[Side, Side]) -> None:
    leaks, exported = [], 0
    # What the marks of both sides begin with.
    asked = ["?export=csv", "?q=QZ"]
    for name, client in everybody(world):
        user = world.people.get(name)
        never = forbidden(user, sides)
        for address in addresses(sides[0], most=1):
            if address.row is not None or address.part not in {"office", "portal"} or not (address.is_main or "search" in address.path):
                continue
            if _is_closed(address, user):
                continue
            for query in [*asked, "?export=xlsx"] if name in EXPORTING else asked:
                response = client.get(address.path + query)
                words = words_of(response)
                exported += "attachment" in response.headers.get("Content-Disposition", "")
                leaks += [(name, address.path, query, mark) for mark in never if mark in words]
    assert leaks == []
    assert exported > 100


def test_tokens_see_what_their_users_see(world: World, sides: tuple[Side, Side]) -> None:
    wrong, leaks, opened = [], [], 0
    client = Client()
    paths = {address.path: address for side in sides for address in addresses(side, most=MOST) if address.part == "api"}
    for number, (name, user) in enumerate(world.people.items(), 1):
        _, secret = issue_token(user=user, name="x", scopes=Scope.values, days=1, at=timezone.now())
        never = forbidden(user, sides)
        for path, address in paths.items():
            response = client.get(path, headers={"Authorization": f"Bearer {secret}"}, REMOTE_ADDR=f"192.0.2.{number}")
            opened += response.status_code == 200
            if response.status_code not in expected(address, user):
                wrong.append((name, path, response.status_code))
            if address.row is not None and address.row[0] != "notices":
                kind, key = address.row
                if not SCOPES[kind](user).filter(pk=key).exists() and response.status_code not in {404, 405}:
                    wrong.append((name, path, response.status_code))
            words = words_of(response)
            leaks += [(name, path, mark) for mark in never if mark in words]
    for path in paths:
        response = client.get(path)
        open_to_all = "notices" in path or path in {"/api/v1/openapi.json", "/api/v1/", "/api/v1/nothing"}
        if response.status_code not in ({200, 404} if open_to_all else {401, 405}):
            wrong.append(("", path, response.status_code))
    assert wrong == []
    assert leaks == []
    assert opened > 200


def test_nothing_is_changed_by_whom_it_is_not_for(world: World, sides: tuple[Side, Side]) -> None:
    """POST to every address of a row of the other side, and to what the person may not open at all."""
    before = _state()
    wrong, sent = [], 0
    refused = set()
    for name, client in everybody(world):
        user = world.people.get(name)
        for side in sides:
            for address in addresses(side, most=1):
                if address.part != "office" or _is_open(address, user):
                    continue
                if _is_closed(address, user):
                    # The declaration asks nothing of the row: one refusal of each kind shows that it holds for POST.
                    if (user is None, address.route) in refused:
                        continue
                    refused.add((user is None, address.route))
                response = client.post(address.path, {"reason": "x", "state": "confirmed", "name": "x"})
                sent += 1
                place = response.headers.get("Location", "/accounts/")
                if response.status_code not in {302, 403, 404, 405} or not place.startswith("/accounts/"):
                    wrong.append((name, address.path, response.status_code))
    assert wrong == []
    assert _state() == before
    assert sent > 300


def test_steps_are_taken_by_whom_they_are_for_alone(world: World, sides: tuple[Side, Side]) -> None:
    """POST every step of a case of each side, filled in as well as can be, by everybody who is not offered it."""
    before = _state()
    wrong, sent = [], 0
    today = timezone.localdate()
    cases = [Case.objects.get(pk=case.pk) for case in (sides[0].plays["answered"].case, sides[1].plays["delisted"].case)]
    fields = {(case, step): _fields(step, case) for case in cases for step in BY_NAME}
    for name, client in everybody(world):
        user = world.people.get(name)
        for case in cases:
            may_see = user is not None and visible_cases(user).filter(pk=case.pk).exists()
            offered = {step.name for step, _ in available(case, user, today)} if user is not None and may_see else set()
            for step in set(BY_NAME) - offered:
                response = client.post(f"/office/cases/{case.pk}/{step}/", fields[case, step])
                sent += 1
                fine = {302} if user is None else {403, 404}
                if response.status_code not in fine:
                    wrong.append((name, case.pk, step, response.status_code))
    assert wrong == []
    assert _state() == before
    assert sent > 1000


def _of_pages(side: Side) -> list[Address]:
    """Return the addresses that a browser opens: some of each list and page of a row, and one of each thing to be done with it."""
    chosen = {address.path: address for address in addresses(side, most=MOST) if address.is_main}
    chosen |= {address.path: address for address in addresses(side, most=1)}
    return [address for address in chosen.values() if address.part in {"office", "portal"}]


def _is_closed(address: Address, user: User | None) -> bool:
    """Return whether the page is not declared for the person at all."""
    return address.part == "office" and (user is None or not is_declared_for(address, user))


def _is_open(address: Address, user: User | None) -> bool:
    """Return whether the person may do something there."""
    if user is None or not is_declared_for(address, user):
        return False
    return address.row is None or SCOPES[address.row[0]](user).filter(pk=address.row[1]).exists()


def _state() -> tuple[int, int, list[tuple[int, str]]]:
    return (
        Entry.objects.exclude(kind__startswith="sign").count(),
        Unit.objects.count(),
        list(Case.objects.order_by("pk").values_list("pk", "state")),
    )


def _fields(step: str, case: Case) -> dict[str, Any]:
    """Return what the step's form would take."""
    lab, store = (Body.objects.filter(kind=kind).first() for kind in (BodyKind.LAB, BodyKind.STORE))
    access = Body.objects.filter(kind=BodyKind.ACCESS).first()
    stores = {"store": store, "stores": store, "unconfirmed": store}
    providers = {"access": access, "unconfirmed-access": access}
    rows = {"lab": lab, "version": case.version, "tested": case.version, "notice": None} | stores | providers
    told: dict[str, Any] = {}
    for field in BY_NAME[step].fields:
        if field.kind in rows:
            row = rows[field.kind]
            told[field.name] = row.pk if row is not None else ""
        elif field.kind == "files":
            told[field.name] = SimpleUploadedFile("proof.png", b"picture")
        else:
            plain = {"text": "x", "long": "x", "date": timezone.localdate().isoformat(), "money": "1", "flag": "on"}
            told[field.name] = plain[field.kind] if field.kind in plain else field.choices[0][0]
    return told
