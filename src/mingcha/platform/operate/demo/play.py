"""Makes the demonstration in a founded, otherwise empty database."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mingcha.platform.operate.demo.cast import enter
from mingcha.platform.operate.demo.stories import STORIES
from mingcha.platform.operate.founding import ADMINISTRATOR
from mingcha.platform.people.models import User

if TYPE_CHECKING:
    from mingcha.platform.operate.demo.stage import Stage

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def play(stage: Stage) -> str:
    """Write people, apps and cases; return the one password that all the people have."""
    password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))
    enter(stage, administrator=User.objects.get(username=ADMINISTRATOR), password=password)
    stage.play(STORIES)
    return password
