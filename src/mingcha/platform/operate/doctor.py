"""`mingcha platform doctor`: looks at everything that the platform rests on, and says in words what is wrong."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.documents.faces import FACES, faces_in
from mingcha.platform.files import store
from mingcha.platform.ledger import anchors
from mingcha.platform.ledger.chain import verify
from mingcha.platform.ledger.models import Entry, Head
from mingcha.platform.operate import home as homes
from mingcha.platform.operate.references import referenced
from mingcha.platform.operate.serve import is_loopback, pending
from mingcha.platform.people.models import Role, User
from mingcha.platform.work.health import look
from mingcha.sandbox import isolation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

SAMPLE = 200
_LITTLE, _SCARCE = 2 * 1024**3, 0.05
_CLOCKS_DIFFER = timedelta(seconds=5)  # a sixth of a lease
_FUTURE = timedelta(minutes=1)


class Level(StrEnum):
    """How it is with one thing."""

    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at."""

    name: Text
    level: Level
    said: Text


def examine(home: Path, *, full: bool) -> Iterator[Look]:
    """Yield what was found, thing by thing; `full` reads every file of the store instead of a sample.

    What needs a database is left out when there is none to talk to.
    """
    yield _home(home)
    database = _database()
    yield database
    if database.level is not Level.WRONG:
        migrations = _migrations()
        yield migrations
        if migrations.level is not Level.WRONG:
            yield from (_store(full=full), _ledger(), _queue(), _clock(), _people())
    yield from (_disk(home), _sandbox(), _fonts(), _site(home))


def _look(zh: str, en: str, wrong: Sequence[Text], good: Text, level: Level = Level.WRONG) -> Look:
    """Return a look that is good unless something is `wrong`."""
    if not wrong:
        return Look(Text(zh, en), Level.GOOD, good)
    said = Text("；".join(text.zh for text in wrong), "; ".join(text.en for text in wrong))
    return Look(Text(zh, en), level, said)


def _home(home: Path) -> Look:
    wrong = [
        Text(f"{path.name}的权限为{path.stat().st_mode & 0o777:o}，应为{mode:o}", f"mode of {path.name} is not {mode:o}")
        for path, mode in ((home, homes.PRIVATE_FOLDER), (home / homes.KEY, homes.PRIVATE_FILE))
        if path.exists() and path.stat().st_mode & 0o077
    ]
    if not (home / homes.KEY).is_file():
        wrong.append(Text("缺少密钥文件secret.key", "secret.key is missing"))
    return _look("平台文件夹与密钥", "folder and secret key", wrong, Text("仅所有者可读", "readable by the owner alone"))


def _database() -> Look:
    names = ("数据库", "database")
    try:
        if connection.vendor == "sqlite":
            found = _ask("PRAGMA quick_check(3)")
            wrong = [] if found == [("ok",)] else [Text(f"完整性检查：{found[0][0]}", f"integrity: {found[0][0]}")]
            return _look(*names, wrong, Text("SQLite，完整", "SQLite, sound"))
        version = _ask("SHOW server_version")[0][0]
        return _look(*names, (), Text(f"PostgreSQL {version}", f"PostgreSQL {version}"))
    except Error as wrong:
        said = str(wrong).strip().partition("\n")[0]
        return _look(*names, [Text(f"无法连接：{said}", f"no connection: {said}")], Text("", ""))


def _migrations() -> Look:
    names = pending()
    told = f"{len(names)}"
    wrong = [Text(f"尚有{told}项迁移，请运行 mingcha platform upgrade", f"{told} migrations pending: run mingcha platform upgrade")]
    return _look("数据库版本", "database version", wrong if names else (), Text("当前版本", "of this version"))


def _store(*, full: bool) -> Look:
    hashes = referenced(_ask)
    chosen = hashes if full or len(hashes) <= SAMPLE else random.sample(hashes, SAMPLE)
    files = store()
    try:
        bad = [sha256 for sha256 in chosen if not files.verify(sha256)]
    except OSError as wrong:
        return _look("文件库", "store", [Text(f"无法读取：{wrong}", f"cannot be read: {wrong}")], Text("", ""))
    told = Text(f"抽验{len(chosen)}个，共{len(hashes)}个，哈希一致", f"{len(chosen)} of {len(hashes)} files read, hashes agree")
    wrong_ones = [Text(f"{len(bad)}个文件缺失或损坏，如{bad[0]}", f"{len(bad)} files missing or damaged, as {bad[0]}")] if bad else []
    return _look("文件库", "store", wrong_ones, told)


def _ledger() -> Look:
    head = Head.objects.filter(id=1).first()  # first: what is written meanwhile gets its anchor meanwhile
    breaks = verify()
    wrong = [Text(f"第{each.number}条：{each.what}", f"entry {each.number}: {each.what}") for each in breaks[:3]]
    number, seal = (head.number, head.hash) if head else (0, "")
    known = anchors.count()
    if number and known is None:
        wrong.append(Text(f"锚点文件{settings.ANCHORS}不存在", f"the anchor file {settings.ANCHORS} is gone"))
    elif known is not None and (last := anchors.newest()) < number:
        told = f"{last + 1}–{number}"
        wrong.append(Text(f"第{told}条没有锚点：锚点文件被截断或写入失败", f"no anchor of entries {told}: the file was cut or not written"))
    held = Text(f"{number}条，链完整，锚点{known or 0}个相符，末尾{seal}", f"{number} entries and {known or 0} anchors hold, head {seal}")
    return _look("事件日志", "event log", wrong, held)


def _queue() -> Look:
    health = look(timezone.now())
    good = Text(f"待执行{health.due}，执行中{health.running}", f"{health.due} due, {health.running} running")
    return _look("任务队列", "queue", health.problems, good, Level.WARNING)


def _clock() -> Look:
    """Compare with the database's clock where it is another machine's, and with what was last written."""
    now = timezone.now()
    wrong = []
    if connection.vendor == "postgresql":
        apart = abs(_ask("SELECT clock_timestamp()")[0][0] - now)
        if apart > _CLOCKS_DIFFER:
            wrong.append(Text(f"与数据库时钟相差{apart}", f"the database's clock differs by {apart}"))
    last: datetime | None = Entry.objects.order_by("-number").values_list("at", flat=True).first()
    if last is not None and last > now + _FUTURE:
        wrong.append(Text(f"最近一条日志的时间在未来：{last:%Y-%m-%d %H:%M}", f"the last log entry lies ahead: {last:%Y-%m-%d %H:%M}"))
    return _look("时钟", "clock", wrong, Text(f"{timezone.localtime(now):%Y-%m-%d %H:%M}", f"{timezone.localtime(now):%Y-%m-%d %H:%M %Z}"))


def _people() -> Look:
    number = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count()
    wrong = [] if number else [Text("没有启用的系统管理员", "there is no active administrator")]
    return _look("系统管理员", "administrators", wrong, Text(f"{number}名", f"{number}"))


def _disk(home: Path) -> Look:
    usage = shutil.disk_usage(home)
    gib = usage.free / 1024**3
    wrong = [Text(f"剩余{gib:.1f} GiB", f"{gib:.1f} GiB left")] if usage.free < max(_LITTLE, usage.total * _SCARCE) else []
    return _look("磁盘空间", "disk", wrong, Text(f"剩余{gib:.0f} GiB", f"{gib:.0f} GiB free"), Level.WARNING)


def _sandbox() -> Look:
    return _look("检测隔离", "isolation of scans", isolation().missing, Text("完整", "complete"))


def _fonts() -> Look:
    names, folder = ("公文字体", "fonts of documents"), settings.DOCUMENT_FONTS
    if folder is None:
        return _look(*names, (), Text("未设置 MINGCHA_FONTS，以思源字体代替", "MINGCHA_FONTS is not set: Noto stands in"))
    try:
        held = faces_in(folder)
    except ValueError:
        return _look(*names, [Text(f"文件夹不存在：{folder}", f"no folder {folder}")], Text("", ""))
    missing = [FACES[kind][1] for kind, name in held.items() if name is None]
    wrong = [Text(f"缺少{'、'.join(missing)}，以思源字体代替", f"{', '.join(missing)}: missing, Noto stands in")] if missing else []
    told = "、".join(name for name in held.values() if name)
    return _look(*names, wrong, Text(told, told), Level.WARNING)


def _site(home: Path) -> Look:
    wrong = []
    if not settings.SECOND_FACTOR_REQUIRED:
        wrong.append(Text("未要求第二因素", "no second factor is asked for"))
    if homes.is_demonstration(home):
        wrong.append(Text("含演示数据", "holds demonstration data"))
    if settings.DEBUG:
        wrong.append(Text("调试模式已开启", "debugging is on"))
    public = [name for name in settings.ALLOWED_HOSTS if not is_loopback(name.strip("[]"))]
    if public and not settings.ORIGIN.startswith("https://"):
        wrong.append(Text("对外开放但未设置 https 的 MINGCHA_ORIGIN", "open to others without MINGCHA_ORIGIN https://…"))
    return _look("登录与站点", "sign-in and site", wrong, Text("要求第二因素", "a second factor is asked for"), Level.WARNING)


def _ask(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
