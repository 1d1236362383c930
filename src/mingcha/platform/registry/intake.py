"""Taking packages in: bytes into the store, one row per file, an app and a version for what it says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction

from mingcha.platform.ledger.chain import record
from mingcha.platform.registry.models import App, AppKind, Package, Version

if TYPE_CHECKING:
    from datetime import date, datetime

    from mingcha.platform.people.models import User
    from mingcha.platform.store import Store


def keep_package(store: Store, stream: BinaryIO, *, file_name: str, actor: User | None, at: datetime) -> Package:
    """Put the bytes into the store and return their row; the same bytes give the same row. Nothing is opened or trusted here."""
    sha256 = store.put(stream, limit=settings.MAX_PACKAGE_BYTES)
    with transaction.atomic():
        package, new = Package.objects.get_or_create(
            sha256=sha256, defaults={"size": store.size(sha256), "file_name": file_name[:255], "added_at": at}
        )
        if new:
            record(kind="package-kept", subject=f"package:{sha256}", at=at, actor=actor, data={"size": package.size}, evidence=sha256)
    return package


def add_version(
    *,
    app: App,
    name: str,
    on: date,
    code: int = 0,
    package: Package | None = None,
    source: str = "",
) -> Version:
    """Return the version of the app with that name, code and package, made now unless it is known."""
    version, _ = Version.objects.get_or_create(app=app, name=name, code=code, package=package, defaults={"source": source, "found_on": on})
    return version


def find_app(*, package_name: str, name: str, kind: str = AppKind.ANDROID) -> App:
    """Return the app with that package name, made now unless it is known."""
    app, _ = App.objects.get_or_create(kind=kind, package_name=package_name, defaults={"name": name or package_name})
    return app
