"""Every test that touches a database runs on SQLite and on PostgreSQL, or on those that its marker `engines` names.

A test says so as pytest-django has it: the marker `django_db` (with `transaction=True` where other processes look on), or one of
its fixtures. PostgreSQL is a server of the session's own in a temporary folder; without its programs those runs are skipped.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

# Before anything imports models.
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.platform.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402 - as below
from tests.platform import databases, postgres  # noqa: E402 - the settings must be named first
from tests.platform.world import World, build  # noqa: E402 - as above

from mingcha.platform.work.scan import scan  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

ENGINES = ("sqlite", "postgresql")
_TOUCHING = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client", "engine", "world"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches a database once on each engine."""
    if metafunc.definition.get_closest_marker("django_db") or _TOUCHING & set(metafunc.fixturenames):
        named = metafunc.definition.get_closest_marker("engines")
        metafunc.fixturenames.append("engine")
        metafunc.parametrize("engine", named.args if named else ENGINES, indirect=True, scope="session")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have the database there before anything else asks for it; pytest has forgotten the name that was appended."""
    if "engine" in getattr(getattr(item, "callspec", None), "params", ()) and item.fixturenames[0] != "engine":
        item.fixturenames.insert(0, "engine")


@pytest.fixture(autouse=True)
def _anchors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test an anchor file of its own, as it has a log of its own."""
    monkeypatch.setattr(settings, "ANCHORS", tmp_path / "anchors.txt")


@pytest.fixture(scope="session")
def postgresql_host() -> Iterator[str]:
    """Run a PostgreSQL server for the session; the folder of its socket is the host to connect to."""
    programs = postgres.find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is absent (apt install postgresql)")
    with postgres.serve(programs) as folder:
        yield folder


@pytest.fixture(scope="session")
def _sqlite(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> databases.Settings:
    with django_db_blocker.unblock():
        return databases.make(databases.sqlite(tmp_path_factory.mktemp("sqlite")))


@pytest.fixture(scope="session")
def _postgresql(django_test_environment: None, django_db_blocker: DjangoDbBlocker, postgresql_host: str) -> databases.Settings:
    with django_db_blocker.unblock():
        return databases.make(databases.postgresql(postgresql_host))


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make the default database one of `ENGINES`; both keep their tables for the session."""
    settings = request.getfixturevalue(f"_{request.param}")
    with databases.use(settings):
        yield request.param


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Do nothing, in the place of pytest-django's: `engine` has made the tables."""


@pytest.fixture(scope="session")
def example_report(example_apk: Path) -> str:
    """Return the JSON report of the example app: 33 findings, one SDK, a debug certificate under three schemes."""
    return scan(example_apk, "sunflower.apk").text


@pytest.fixture
def world(db: None) -> World:
    """Return the small world of `tests.platform.world`."""
    return build()
