"""`mingcha platform restore`: a backup into an empty home (and an empty PostgreSQL database), proved before it counts."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from mingcha.platform.operate import home as homes
from mingcha.platform.operate import tables
from mingcha.platform.operate.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


def restore(source: Path, home: Path) -> tuple[int, int]:
    """Restore, and return how many files of the store and entries of the event log there are. HomeError when anything is wrong.

    What was written into the home is taken away again then.
    """
    homes.require_empty(home)
    with Archive(source) as archive:
        for folder in ("home", "database", "store"):
            for name in archive.names(folder):
                archive.check(name)
        existed = home.exists()
        with ExitStack() as failed:
            failed.callback(_clear, home, keep=existed)
            restored = _restore(archive, home)
            failed.pop_all()
    return restored


def _restore(archive: Archive, home: Path) -> tuple[int, int]:
    home.mkdir(mode=homes.PRIVATE_FOLDER, parents=True, exist_ok=True)
    home.chmod(homes.PRIVATE_FOLDER)
    for name in homes.FOLDERS:
        (home / name).mkdir(mode=homes.PRIVATE_FOLDER)
    for name in archive.names("home"):
        if not name.endswith(f"/{homes.READY}"):
            archive.copy(name, home / name.partition("/")[2])
    homes.name(home)
    django.setup()
    engine = archive.manifest["engine"]
    if connection.vendor != engine:
        raise homes.HomeError(f"备份的数据库为{engine}，见 MINGCHA_DATABASE / the backup is of {engine}: see MINGCHA_DATABASE")
    _require_known(archive)
    (_load_sqlite if engine == "sqlite" else _load_postgresql)(archive, home)
    number = _prove(archive)
    files = _load_store(archive)
    archive.copy(f"home/{homes.READY}", home / homes.READY)
    return files, number


def _require_known(archive: Archive) -> None:
    """Refuse the database of a later version."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    later = [name for name in map(tuple, archive.manifest["migrations"]) if name not in known]
    if later:
        version = archive.manifest["version"]
        raise homes.HomeError(f"备份来自更新的版本{version} / the backup is of a later version: {version}")


def _load_sqlite(archive: Archive, home: Path) -> None:
    archive.copy(f"database/{homes.DATABASE}", home / homes.DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchone()[0] != "ok":
            raise homes.HomeError("数据库完整性检查未通过 / the database fails its integrity check")


def _load_postgresql(archive: Archive, _home: Path) -> None:
    if connection.introspection.table_names():
        raise homes.HomeError("数据库不是空的 / the database is not empty")
    newest: dict[str, str] = {}
    for app, name in archive.manifest["migrations"]:
        newest[app] = max(name, newest.get(app, ""))
    for app, name in sorted(newest.items()):
        call_command("migrate", app, name, verbosity=0, interactive=False)
    tables.load(archive.manifest["columns"], lambda table: archive.open(f"database/{table}"))


def _prove(archive: Archive) -> int:
    """Return the number of entries of the event log, having proved that they are those of the backup."""
    from mingcha.platform.ledger import anchors  # noqa: PLC0415 - models need the set-up
    from mingcha.platform.ledger.chain import verify  # noqa: PLC0415 - models need the set-up
    from mingcha.platform.ledger.models import Head  # noqa: PLC0415 - models need the set-up

    if breaks := verify(anchored=False):
        raise homes.HomeError(f"事件日志第{breaks[0].number}条不成立 / the event log does not hold at {breaks[0].number}: {breaks[0].what}")
    head = Head.objects.filter(id=1).first()
    if [head.number, head.hash] != archive.manifest["ledger"] if head else archive.manifest["ledger"][0]:
        raise homes.HomeError("事件日志与备份清单不符 / the event log is not the one that the manifest names")
    if head:
        anchors.drop(head.number, head.hash)
    return head.number if head else 0


def _load_store(archive: Archive) -> int:
    from mingcha.platform.files import store  # noqa: PLC0415 - settings need the set-up

    names = archive.names("store")
    for name in names:
        with archive.open(name) as stream:
            if store().put(cast("BinaryIO", stream)) != name.partition("/")[2]:
                raise homes.HomeError(f"{name}: 哈希与文件名不符 / its hash is not its name")
    return len(names)


def _clear(home: Path, *, keep: bool) -> None:
    connection.close()
    if not keep:
        shutil.rmtree(home, ignore_errors=True)
        return
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
