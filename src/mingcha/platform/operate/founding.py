"""What every platform begins with: the ministry's bureau, the provincial bureaus, the complaint centre, an administrator."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingcha.platform.ledger.chain import record
from mingcha.platform.people.directory import give_password, save_body
from mingcha.platform.people.models import Body, BodyKind, Role, User

if TYPE_CHECKING:
    from datetime import datetime

ADMINISTRATOR = "admin"
_TABLE = Path(__file__).parent / "bodies.toml"


def is_founded() -> bool:
    """Return whether the database has its first data."""
    return User.objects.filter(role=Role.ADMINISTRATOR).exists()


@transaction.atomic
def found(at: datetime) -> str:
    """Write the first data into an empty database; return the administrator's one-time password."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    ministry = Body.objects.create(kind=BodyKind.MINISTRY, **table["ministry"])
    administrator = User.objects.create_user(ADMINISTRATOR, name="系统管理员", body=ministry, role=Role.ADMINISTRATOR)
    record(kind="founded", subject=f"body:{ministry.pk}", at=at, data={"of": ministry.name, "administrator": ADMINISTRATOR})
    for kind, bodies in ((BodyKind.BUREAU, table["bureau"]), (BodyKind.COMPLAINTS, [table["complaints"]])):
        for values in bodies:
            save_body(_body(kind, values), actor=administrator, at=at)
    return give_password(administrator, actor=administrator, at=at)


def _body(kind: str, values: dict[str, Any]) -> Body:
    body = Body(kind=kind, **values)
    body.full_clean()
    return body
