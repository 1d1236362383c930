"""`mingcha platform init`: a home folder, the tables, the first data, and a demonstration where one is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone

from mingcha import __version__
from mingcha.platform.operate import home as homes
from mingcha.platform.operate.demo.cast import PEOPLE
from mingcha.platform.operate.demo.play import play
from mingcha.platform.operate.demo.stage import Stage
from mingcha.platform.operate.founding import ADMINISTRATOR, found, is_founded
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Initialised:
    """What has to be told once: the administrator's one-time password, and the text that the home keeps on its demonstration."""

    administrator: str
    password: str
    demonstration: str


def initialise(home: Path, *, demonstration: bool) -> Initialised:
    """Fill a home that `homes.make` has made, and its database; HomeError for a database that is in use already."""
    call_command("migrate", verbosity=0, interactive=False)
    if is_founded():
        raise homes.HomeError("数据库中已有平台数据 / the database holds a platform already")
    stage = Stage(timezone.localdate())
    password = found(stage.now if demonstration else timezone.now())
    told = ""
    if demonstration:
        told = _tell(play(stage), stage.receipt)
        homes.write_private(home / homes.DEMONSTRATION, told)
    homes.write_private(home / homes.READY, f"{__version__}\n")
    return Initialised(ADMINISTRATOR, password, told)


def _tell(password: str, receipt: str) -> str:
    rows = [f"  {name:<18} {person}　{Role(role).label}" for name, (_, role, person) in PEOPLE.items()]
    lines = (
        f"演示用户，密码均为 Users of the demonstration, all with the password:  {password}",
        *rows,
        f"一件投诉的查询码 Receipt number of a complaint:  {receipt}",
    )
    return "\n".join(lines) + "\n"
