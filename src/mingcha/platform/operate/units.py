"""Upkeep as periodic units: what has expired is taken out of the database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from mingcha.platform.people.models import Allowance
from mingcha.platform.work.handler import handler

if TYPE_CHECKING:
    from mingcha.platform.work.handler import Task


@handler("clear-expired", at_once=1)
def clear_expired(_task: Task) -> dict[str, int]:
    """Take expired sessions and spent allowances away; return how many allowances there were."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    removed, _ = Allowance.objects.filter(ends_at__lt=timezone.now()).delete()
    return {"allowances": removed}
